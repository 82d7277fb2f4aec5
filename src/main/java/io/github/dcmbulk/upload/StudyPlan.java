package io.github.dcmbulk.upload;

import io.github.dcmbulk.journal.StudyState;
import java.time.Duration;
import java.time.Instant;

/** What is to be done about a study now. The rules of contract §7 as a function of its state. */
sealed interface StudyPlan {
  /** Nothing of it is to be sent. */
  record Nothing() implements StudyPlan {}

  /** It is still arriving: leave it to a later run. */
  record Hold() implements StudyPlan {}

  /** It would overwrite what the service has of it: not before that time. */
  record Wait(Instant until) implements StudyPlan {}

  /**
   * Send it.
   *
   * @param delivery the delivery's number
   * @param resend whether what was delivered before goes again
   * @param goesOn whether the service still takes it for one with what came moments ago
   */
  record Deliver(long delivery, boolean resend, boolean goesOn) implements StudyPlan {}

  /** Decides. */
  static StudyPlan of(StudyState study, StudyRules rules, Instant now) {
    boolean whole = rules.isWhole();
    boolean stale = whole && (study.broken() || study.sent() < study.uploaded());
    if (study.pending() == 0 && !stale) {
      return new Nothing();
    }
    Instant newest = Instant.ofEpochSecond(0, study.newestNanos());
    if (Duration.between(newest, now).compareTo(rules.minAge()) < 0) {
      return new Hold();
    }
    if (study.delivery() == 0) {
      return new Deliver(1, false, false);
    }
    Instant lastPut = Instant.ofEpochMilli(study.lastPutMillis());
    if (!study.broken() && !now.isAfter(lastPut.plus(rules.timeToContinue()))) {
      return new Deliver(study.delivery(), false, true);
    }
    Instant again = lastPut.plus(rules.timeToWait());
    if (now.isBefore(again)) {
      return new Wait(again);
    }
    return whole
        ? new Deliver(study.delivery() + 1, true, false)
        : new Deliver(study.delivery(), false, false);
  }
}
