package io.github.dcmbulk.remote.delivery;

import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.Evidence;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.request.AttemptFailure;
import io.github.dcmbulk.remote.request.AttemptFailure.Kind;
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

  /** So many instances in trouble, one after the other, are not in trouble by themselves. */
  private static final int MOST_DOUBTFUL = 20;

  /** Once the store has worked, a large study may be: others are to be tried. */
  private static final int MOST_DOUBTFUL_LATER = 100;

  /** One study that fails whole after all others were stored: most outages are over sooner. */
  private static final Duration LAST_STUDY = Duration.ofMinutes(1);

  /** Another server's answers come at once and are all alike: fewer show it. */
  private static final int MOST_FOREIGN = 8;

  private static final int FOREIGN_ATTEMPTS = 2;

  /** What an instance in trouble is to do. */
  enum Verdict {
    /** The store is away: the attempt does not count. */
    WAIT,
    /** The trouble is the instance's: the attempt counts. */
    COUNT,
    /** Unknown: others are to be tried. */
    DOUBT
  }

  private final Step step;
  private final Duration maxOutage;
  private final LongSupplier nanos;
  private final Consumer<String> notices;
  private volatile boolean reached;
  private volatile boolean worked;
  private int doubtful;
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

  /** Whether the request was ever answered in this run by whom it was meant for. */
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

  /** Whether the request ever did its work in this run. */
  boolean worked() {
    return worked;
  }

  /** The request did its work. */
  void succeeded() {
    if (worked && failures == 0) {
      return;
    }
    worked = true;
    answered();
  }

  /** The request was refused: the service is there. */
  void answered() {
    if (reached && failures == 0) {
      return;
    }
    synchronized (this) {
      reached = true;
      failures = 0;
      doubtful = 0;
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
    Duration elapsed = note(delivery);
    boolean away = step != Step.PUT || failure.kind() == Kind.UNREACHABLE || isSeveralInTrouble();
    // Who says when to come back, or to come more slowly, has been reached after all.
    boolean there = reached || failure.retryAfter() != null || failure.kind() == Kind.THROTTLED;
    Duration patience = there ? maxOutage : FIRST_CONTACT;
    if ((away || !there) && elapsed.compareTo(patience) >= 0) {
      throw unreachable(failure, elapsed);
    }
    if (away) {
      tell(failure, elapsed);
    }
    return away;
  }

  /**
   * The store was reached, and did not do its work. One instance's trouble is its own once another
   * was stored that began after it; that of several, with none stored since, may be the store's.
   *
   * @param delivery which instance it was for
   * @param own whether others were stored since its trouble began
   * @param evidence whether there are no others that could be tried
   * @param attempts how many of its attempts the store failed
   * @param most how many it may make
   * @throws ServiceUnreachableException the store has been in trouble for too long
   */
  synchronized Verdict troubled(
      AttemptFailure failure, long delivery, boolean own, Evidence evidence, int attempts, int most)
      throws ServiceUnreachableException {
    boolean lastStudy = evidence == Evidence.LAST_STUDY;
    boolean last = lastStudy || evidence == Evidence.NO_OTHERS;
    Duration elapsed = own ? elapsed() : note(delivery);
    boolean there = worked || failure.retryAfter() != null;
    boolean foreign = failure.kind() == Kind.FOREIGN && !worked;
    int mostDoubtful = foreign ? MOST_FOREIGN : mostDoubtful();
    boolean over =
        elapsed.compareTo(there ? maxOutage : FIRST_CONTACT) >= 0
            || (foreign && (last || doubtful >= mostDoubtful));
    boolean usedUp = attempts >= (foreign ? Math.min(most, FOREIGN_ATTEMPTS) : most);
    boolean away = failures > 0 && (isSeveralInTrouble() || !worked);
    if (own) {
      if (!away || over) {
        return Verdict.COUNT;
      }
      // Those that were stored may have been the last ones before an outage.
      return usedUp ? Verdict.DOUBT : Verdict.WAIT;
    }
    if (!away) {
      return Verdict.COUNT;
    }
    if (!last && doubtful < mostDoubtful && (over || usedUp)) {
      doubtful++;
      return Verdict.DOUBT;
    }
    if (over) {
      throw unreachable(failure, elapsed);
    }
    if (lastStudy && elapsed.compareTo(LAST_STUDY) >= 0) {
      return Verdict.COUNT;
    }
    tell(failure, elapsed);
    return Verdict.WAIT;
  }

  private int mostDoubtful() {
    return worked ? MOST_DOUBTFUL_LATER : MOST_DOUBTFUL;
  }

  private synchronized Duration note(long delivery) {
    long now = nanos.getAsLong();
    if (failures == 0) {
      since = now;
      firstDelivery = delivery;
      concernsSeveral = false;
    }
    failures++;
    concernsSeveral |= delivery != firstDelivery;
    return Duration.ofNanos(now - since);
  }

  private Duration elapsed() {
    return failures == 0 ? Duration.ZERO : Duration.ofNanos(nanos.getAsLong() - since);
  }

  private boolean isSeveralInTrouble() {
    return concernsSeveral && failures >= SEVERAL;
  }

  private void tell(AttemptFailure failure, Duration elapsed) {
    if (elapsed.compareTo(nextNotice) >= 0) {
      nextNotice = elapsed.truncatedTo(ChronoUnit.MINUTES).plus(BETWEEN_NOTICES);
      notices.accept(
          "the service has been unavailable for %d min, waiting up to %d min: %s"
              .formatted(elapsed.toMinutes(), maxOutage.toMinutes(), failure.detail()));
    }
  }

  private ServiceUnreachableException unreachable(AttemptFailure failure, Duration elapsed) {
    String remedy = failure.remedy();
    String what = failure.detail();
    if (!reached) {
      String check =
          failure.code().startsWith("http-") || failure.code().startsWith("token-")
              ? "tell the service's operators, or try again later"
              : "check the URL, the network and --proxy";
      return new ServiceUnreachableException(what, remedy == null ? check : remedy, failure);
    }
    String other = "run again when the service is back, or wait longer with --max-outage";
    return new ServiceUnreachableException(
        what + ", for " + inWords(elapsed),
        failure.kind() == Kind.FOREIGN && remedy != null ? remedy : other,
        failure);
  }

  private static String inWords(Duration elapsed) {
    return elapsed.toMinutes() > 0 ? elapsed.toMinutes() + " min" : elapsed.toSeconds() + " s";
  }
}
