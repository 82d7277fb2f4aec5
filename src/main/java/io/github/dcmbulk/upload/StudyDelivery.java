package io.github.dcmbulk.upload;

import io.github.dcmbulk.journal.StudyState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A study on its way: which delivery, what is in flight, and whether a pause broke it. While an
 * instance is being sent there is no pause, however long it takes; but only a PUT that is confirmed
 * shows that it was. Thread-safe.
 */
final class StudyDelivery {
  private final StudyState study;
  private final long number;
  private final Duration gap;
  private Instant lastActivity;
  private Instant lastMove = Instant.MIN;
  private boolean anySent;
  private boolean broken;

  /** Those that no confirmed PUT has bridged so far. */
  private final List<Pause> pauses = new ArrayList<>();

  private long inFlight = 1;
  private long failures;

  private record Pause(Instant from, Instant to) {}

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
    broken |= !isInTime(now);
    return !broken;
  }

  /** Whether a PUT that began now would still belong to what came before. */
  synchronized boolean isInTime(Instant now) {
    Instant last = lastMove.isAfter(lastActivity) ? lastMove : lastActivity;
    return !anySent || !now.isAfter(last.plus(gap));
  }

  /** A piece of a large instance goes out. */
  synchronized void moved(Instant now) {
    lastMove = now;
  }

  /** A PUT began at the first time and was confirmed at the second. */
  synchronized void sent(Instant begun, Instant confirmed) {
    pauses.removeIf(pause -> !begun.isAfter(pause.from.plus(gap)) && !confirmed.isBefore(pause.to));
    if (anySent && begun.isAfter(lastActivity.plus(gap))) {
      pauses.add(new Pause(lastActivity, begun));
    }
    anySent = true;
    lastActivity = confirmed.isAfter(lastActivity) ? confirmed : lastActivity;
  }

  synchronized void failed() {
    failures++;
  }

  /** Whether nothing more of it may be sent for now. */
  synchronized boolean isBroken() {
    return broken;
  }

  /** Whether it did not come as one; for the end. */
  synchronized boolean isTorn() {
    return broken || !pauses.isEmpty();
  }

  synchronized boolean isClean() {
    return failures == 0 && !isTorn();
  }

  synchronized Instant lastActivity() {
    return lastActivity;
  }
}
