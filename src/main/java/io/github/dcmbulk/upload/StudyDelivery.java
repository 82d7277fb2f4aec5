package io.github.dcmbulk.upload;

import io.github.dcmbulk.journal.StudyState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A study on its way: which delivery, what is in flight, and whether a pause broke it. Thread-safe.
 */
final class StudyDelivery {
  private final StudyState study;
  private final long number;
  private final @Nullable Duration gap;
  private Instant lastActivity;
  private boolean anySent;
  private boolean broken;
  private long inFlight = 1;
  private long failures;

  /**
   * Begins a delivery, or goes on with one.
   *
   * @param gap the pause that breaks it; null where none does
   */
  StudyDelivery(StudyState study, long number, @Nullable Duration gap, Instant now) {
    this.study = study;
    this.number = number;
    this.gap = gap;
    boolean goesOn = number == study.delivery();
    this.anySent = goesOn && study.sent() > 0;
    this.lastActivity = goesOn ? Instant.ofEpochMilli(study.lastPutMillis()) : now;
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

  /** A PUT began at the first time and was confirmed at the second. */
  synchronized void sent(Instant begun, Instant confirmed) {
    if (gap != null && anySent && begun.isAfter(lastActivity.plus(gap))) {
      broken = true;
    }
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
