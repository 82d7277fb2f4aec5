package io.github.dcmbulk.remote;

import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.AttemptFailure.Kind;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Tells one instance's trouble from an outage, for one of the three requests and all workers
 * together. A service that was never reached is given up after a few seconds; one that went away is
 * waited for. Safe for several threads.
 */
final class OutageGate {
  private static final Duration FIRST_CONTACT = Duration.ofSeconds(5);
  private static final Duration BETWEEN_NOTICES = Duration.ofMinutes(1);
  private static final int SEVERAL = 3;

  /** The first two pauses before a service that was never reached is asked again. */
  private static final Duration STRANGE = Duration.ofMillis(1500);

  private final Step step;
  private final Duration maxOutage;
  private final LongSupplier nanos;
  private final Consumer<String> notices;
  private volatile boolean reached;
  private volatile int failures;
  private long since;
  private long firstDelivery;
  private boolean concernsSeveral;
  private int strangers;
  private long strangeSince;
  private Duration nextNotice = BETWEEN_NOTICES;

  OutageGate(Step step, Duration maxOutage, LongSupplier nanos, Consumer<String> notices) {
    this.step = step;
    this.maxOutage = maxOutage;
    this.nanos = nanos;
    this.notices = notices;
  }

  /** Whether the request ever did its work in this run. */
  boolean reached() {
    return reached;
  }

  /**
   * Another server answered before the request ever did its work. One page among the first answers
   * (a gateway that is being started, a filter) proves nothing; it is believed when it stays.
   *
   * @return whether it is to be believed
   */
  synchronized boolean isForeign() {
    long now = nanos.getAsLong();
    if (strangers == 0) {
      strangeSince = now;
    }
    strangers++;
    return strangers >= SEVERAL && now - strangeSince >= STRANGE.toNanos();
  }

  /** The request did its work. */
  void succeeded() {
    if (reached && failures == 0) {
      return;
    }
    synchronized (this) {
      reached = true;
      failures = 0;
      if (nextNotice.compareTo(BETWEEN_NOTICES) > 0) {
        notices.accept("the service answers to " + step.wire() + " again");
      }
      nextNotice = BETWEEN_NOTICES;
    }
  }

  /**
   * The request failed.
   *
   * @param delivery which instance it was for
   * @return whether the service is away, rather than this one request in trouble
   * @throws ServiceUnreachableException it has been away for too long
   */
  synchronized boolean failed(AttemptFailure failure, long delivery)
      throws ServiceUnreachableException {
    long now = nanos.getAsLong();
    if (failures == 0) {
      since = now;
      firstDelivery = delivery;
      concernsSeveral = false;
    }
    failures++;
    concernsSeveral |= delivery != firstDelivery;
    Duration elapsed = Duration.ofNanos(now - since);
    boolean away =
        step != Step.PUT
            || failure.kind() == Kind.UNREACHABLE
            || (concernsSeveral && failures >= SEVERAL);
    // Who says when to come back has been reached after all.
    Duration patience = reached || failure.retryAfter() != null ? maxOutage : FIRST_CONTACT;
    if ((away || !reached) && elapsed.compareTo(patience) >= 0) {
      throw unreachable(failure, elapsed);
    }
    if (away && elapsed.compareTo(nextNotice) >= 0) {
      nextNotice = elapsed.truncatedTo(ChronoUnit.MINUTES).plus(BETWEEN_NOTICES);
      notices.accept(
          "the service has been away for %d min, waiting up to %d min: %s"
              .formatted(elapsed.toMinutes(), maxOutage.toMinutes(), failure.detail()));
    }
    return away;
  }

  private ServiceUnreachableException unreachable(AttemptFailure failure, Duration elapsed) {
    String what = failure.detail();
    return reached
        ? new ServiceUnreachableException(
            what + ", for " + elapsed.toMinutes() + " min",
            "run again when the service is back, or wait longer with --max-outage",
            failure)
        : new ServiceUnreachableException(
            what,
            failure.remedy() == null
                ? "check the URL, the network and --proxy"
                : String.valueOf(failure.remedy()),
            failure);
  }
}
