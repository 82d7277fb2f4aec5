package io.github.dcmbulk.upload.study;

import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.StudyState.Outcome;
import io.github.dcmbulk.upload.settings.StudyRules;
import java.time.Duration;
import java.time.Instant;

/** What is to be done with a study now: the rules of studies as a function of its state. */
public sealed interface StudyPlan {
  /** Two clocks read by one run may differ by this much. */
  Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

  /** URLs of Amazon S3 are valid for a week at most, and twice that is recorded of them. */
  Duration LONGEST_URLS = Duration.ofDays(14);

  /** Nothing of it is to be sent. */
  record Nothing() implements StudyPlan {}

  /** The time of its last upload is unknown: in the journal it is in the future. */
  record Unknown() implements StudyPlan {}

  /** It must wait until that time: before, it would overwrite the instances in the service. */
  record Wait(Instant until) implements StudyPlan {}

  /**
   * Send it.
   *
   * @param delivery the delivery's number
   * @param resend whether delivered instances are sent again
   * @param continues whether the service still processes it together with instances sent just
   *     before
   */
  record Deliver(long delivery, boolean resend, boolean continues) implements StudyPlan {}

  /**
   * Decides where several processes deliver. There a last upload in the future is no wrong clock:
   * it is the end of the URLs that a lost process may still use, also one of an earlier run.
   *
   * @param waitForLost how long after that end the study may be sent
   */
  static StudyPlan ofShared(StudyState study, StudyRules rules, Instant now, Duration waitForLost) {
    StudyPlan plan = of(study, rules, now);
    Instant urlsEnd = Instant.ofEpochMilli(study.lastPutMillis());
    return plan instanceof Unknown && !urlsEnd.isAfter(now.plus(LONGEST_URLS))
        ? new Wait(urlsEnd.plus(waitForLost))
        : plan;
  }

  /** Decides. */
  static StudyPlan of(StudyState study, StudyRules rules, Instant now) {
    boolean whole = rules.isWhole();
    // Instances that the service may have overwritten are sent again in every mode.
    boolean lost = study.outcome() == Outcome.OVERWRITTEN;
    boolean lacks = study.outcome() == Outcome.PAUSED || study.sent() < study.uploaded();
    boolean stale = lost || (whole && !study.apart() && lacks);
    if (study.pending() == 0 && !stale) {
      return new Nothing();
    }
    if (study.delivery() == 0) {
      return new Deliver(1, false, false);
    }
    if (study.lastPutMillis() == 0 && study.uploaded() == 0) {
      // A delivery was started, and nothing of it can have been stored.
      return new Deliver(study.delivery(), false, false);
    }
    Instant lastPut = Instant.ofEpochMilli(study.lastPutMillis());
    if (lastPut.isAfter(now.plus(CLOCK_TOLERANCE))) {
      return new Unknown();
    }
    Instant stored = Instant.ofEpochMilli(study.storedMillis());
    boolean continues = !study.broken() && !study.apart() && study.storedMillis() > 0;
    if (continues && !now.isAfter(stored.plus(rules.timeToContinue()))) {
      return new Deliver(study.delivery(), false, true);
    }
    boolean unconfirmed = study.uploaded() == 0 && !study.broken() && !study.apart();
    if (unconfirmed && !now.isAfter(lastPut.plus(rules.timeToContinue()))) {
      // All of it is sent, and the service processes earlier instances of it together with these.
      return new Deliver(study.delivery(), false, false);
    }
    boolean exact = study.complete() || study.broken();
    Instant again = lastPut.plus(exact ? rules.timeToWait() : rules.timeToWaitAfterKill());
    if (now.isBefore(again)) {
      return new Wait(again);
    }
    return lost || (whole && !study.apart())
        ? new Deliver(study.delivery() + 1, true, false)
        : new Deliver(study.delivery(), false, false);
  }
}
