package io.github.dcmbulk.upload;

import io.github.dcmbulk.journal.StudyState;
import java.time.Duration;
import java.time.Instant;

/**
 * A study on its way: which delivery, what is in flight, and whether a pause broke it. Thread-safe.
 */
final class StudyDelivery {
  private final StudyState study;
  private final long number;
  private final Duration gap;
  private Instant lastActivity;
  private boolean anySent;
  private boolean broken;
  private long inFlight = 1;
  private long failures;

  /**
   * Begins to deliver as planned.
   *
   * @param gap the pause that breaks it
   */
  StudyDelivery(StudyState study, StudyPlan.Deliver plan, Duration gap, Instant now) {
    this.study = study;
    this.number = plan.delivery();
    this.gap = gap;
    this.anySent = plan.goesOn() && study.sent() > 0;
    this.lastActivity = plan.goesOn() ? Instant.ofEpochMilli(study.lastPutMillis()) : now;
  }

  StudyState study() {
    return study;
  }

  long number() {
    return number;
  }

  synchronized void begin() {
    inFlight++;
  }

  /** An instance, or the feeding, is done with; true for the last one. */
  synchronized boolean end() {
    return --inFlight == 0;
  }

  /**
   * Whether a PUT may begin now. After a pause that the service takes for the study's end it may
   * not: what came next would overwrite what was delivered.
   */
  synchronized boolean mayBegin(Instant now) {
    broken |= anySent && now.isAfter(lastActivity.plus(gap));
    return !broken;
  }

  /** A PUT was confirmed. */
  synchronized void sent(Instant confirmed) {
    anySent = true;
    lastActivity = confirmed.isAfter(lastActivity) ? confirmed : lastActivity;
  }

  synchronized void failed() {
    failures++;
  }

  synchronized boolean isBroken() {
    return broken;
  }

  synchronized boolean isClean() {
    return failures == 0 && !broken;
  }

  synchronized Instant lastActivity() {
    return lastActivity;
  }
}
