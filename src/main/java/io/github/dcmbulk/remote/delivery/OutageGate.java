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
 * Distinguishes the failure of one instance from an outage, for one of the three requests and all
 * workers together. A service that was never reached is given up after 5 s; one that answered
 * earlier in the run is waited for. Safe for several threads.
 */
final class OutageGate {
  private static final Duration FIRST_CONTACT = Duration.ofSeconds(5);
  private static final Duration BETWEEN_NOTICES = Duration.ofMinutes(1);
  private static final int SEVERAL = 3;

  /** Shortest time over which another server must answer before it is believed. */
  private static final Duration FOREIGN_FOR = Duration.ofMillis(1500);

  /** Most consecutive instances in doubt before the store has worked in this run. */
  private static final int MOST_DOUBTFUL = 20;

  /** The same after the store has worked: one large study may be affected, so try others. */
  private static final int MOST_DOUBTFUL_LATER = 100;

  /** Waiting time when only one study is left and all of it fails: most outages are shorter. */
  private static final Duration LAST_STUDY = Duration.ofMinutes(1);

  /** Most instances in doubt when another server answers: it answers at once and always alike. */
  private static final int MOST_DOUBTFUL_FOREIGN = 8;

  private static final int FOREIGN_ATTEMPTS = 2;

  /** What a delivery does after a failure. */
  enum OutageDecision {
    /** The store is unavailable: wait; the attempt does not count. */
    WAIT,
    /** The instance is the cause: the attempt counts. */
    COUNT,
    /** The cause is unknown: try other instances first. */
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
  private int foreignAnswers;
  private long foreignSince;
  private Duration nextNotice = BETWEEN_NOTICES;

  OutageGate(Step step, Duration maxOutage, LongSupplier nanos, Consumer<String> notices) {
    this.step = step;
    this.maxOutage = maxOutage;
    this.nanos = nanos;
    this.notices = notices;
  }

  /** Whether the intended server answered this request in this run. */
  boolean reached() {
    return reached;
  }

  /**
   * Records that another server answered before the request succeeded. A single page among the
   * first answers (a gateway that is starting, a filter) proves nothing.
   *
   * @return whether such answers were repeated, so that they are believed
   */
  synchronized boolean isForeign() {
    long now = nanos.getAsLong();
    if (foreignAnswers == 0) {
      foreignSince = now;
    }
    foreignAnswers++;
    return foreignAnswers >= SEVERAL && now - foreignSince >= FOREIGN_FOR.toNanos();
  }

  /** Whether this request succeeded in this run. */
  boolean worked() {
    return worked;
  }

  /** The request succeeded. */
  void succeeded() {
    if (worked && failures == 0) {
      return;
    }
    worked = true;
    answered();
  }

  /** The request was refused: the service is available. */
  void answered() {
    if (reached && failures == 0) {
      return;
    }
    synchronized (this) {
      reached = true;
      failures = 0;
      doubtful = 0;
      if (nextNotice.compareTo(BETWEEN_NOTICES) > 0) {
        notices.accept("the service answers to " + step.code() + " again");
      }
      nextNotice = BETWEEN_NOTICES;
    }
  }

  /**
   * Records a failure of the request.
   *
   * @param delivery number of the delivery it was for
   * @return whether the service is unavailable, and not only this request affected
   * @throws ServiceUnreachableException it has been unavailable for too long
   */
  synchronized boolean failed(AttemptFailure failure, long delivery)
      throws ServiceUnreachableException {
    Duration elapsed = note(delivery);
    boolean away = step != Step.PUT || failure.kind() == Kind.UNREACHABLE || isSeveralFailing();
    // Retry-After and throttling come from a server that was reached.
    boolean isReached = reached || failure.retryAfter() != null || failure.kind() == Kind.THROTTLED;
    Duration patience = isReached ? maxOutage : FIRST_CONTACT;
    if ((away || !isReached) && elapsed.compareTo(patience) >= 0) {
      throw unreachable(failure, elapsed);
    }
    if (away) {
      report(failure, elapsed);
    }
    return away;
  }

  /**
   * Records that the store was reached and the PUT failed. The instance is the cause if another one
   * was stored whose attempt began later; if several fail and none is stored, the store may be.
   *
   * @param delivery number of the delivery it was for
   * @param own whether others were stored since its first failure
   * @param evidence what is known of its earlier failures
   * @param attempts failed attempts of this delivery
   * @param most most attempts of this delivery
   * @throws ServiceUnreachableException the store has failed for too long
   */
  synchronized OutageDecision storeFailed(
      AttemptFailure failure, long delivery, boolean own, Evidence evidence, int attempts, int most)
      throws ServiceUnreachableException {
    boolean lastStudy = evidence == Evidence.LAST_STUDY;
    boolean last = lastStudy || evidence == Evidence.NO_OTHERS;
    Duration elapsed = own ? elapsed() : note(delivery);
    boolean isReached = worked || failure.retryAfter() != null;
    boolean foreign = failure.kind() == Kind.FOREIGN && !worked;
    int mostDoubtful = foreign ? MOST_DOUBTFUL_FOREIGN : mostDoubtful();
    boolean over =
        elapsed.compareTo(isReached ? maxOutage : FIRST_CONTACT) >= 0
            || (foreign && (last || doubtful >= mostDoubtful));
    boolean usedUp = attempts >= (foreign ? Math.min(most, FOREIGN_ATTEMPTS) : most);
    boolean away = failures > 0 && (isSeveralFailing() || !worked);
    if (own) {
      if (!away || over) {
        return OutageDecision.COUNT;
      }
      // The stored instances may have been the last ones before an outage.
      return usedUp ? OutageDecision.DOUBT : OutageDecision.WAIT;
    }
    if (!away) {
      return OutageDecision.COUNT;
    }
    if (!last && doubtful < mostDoubtful && (over || usedUp)) {
      doubtful++;
      return OutageDecision.DOUBT;
    }
    if (over) {
      throw unreachable(failure, elapsed);
    }
    if (lastStudy && elapsed.compareTo(LAST_STUDY) >= 0) {
      return OutageDecision.COUNT;
    }
    report(failure, elapsed);
    return OutageDecision.WAIT;
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

  private boolean isSeveralFailing() {
    return concernsSeveral && failures >= SEVERAL;
  }

  private void report(AttemptFailure failure, Duration elapsed) {
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
