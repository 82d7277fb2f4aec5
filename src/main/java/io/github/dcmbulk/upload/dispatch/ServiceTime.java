package io.github.dcmbulk.upload.dispatch;

import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.StudyTimes;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.upload.control.RunControl;
import io.github.dcmbulk.upload.study.StudyPlan;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The service's time of day. A window measured with the local clocks of two runs is too short if
 * one of them was wrong. Both runs saw the service's clock, which shows the error. Thread-safe.
 */
final class ServiceTime {
  /** Smaller differences are ignored: the Date header has a resolution of one second. */
  private static final Duration UNCERTAIN = Duration.ofSeconds(3);

  private final LazyService service;
  private final RunControl control;

  ServiceTime(LazyService service, RunControl control) {
    this.service = service;
    this.control = control;
  }

  /** How far the service's clock is ahead of {@link RunControl#outside()}; null while unknown. */
  @Nullable Duration ahead() {
    Duration ahead = service.clockAhead();
    return ahead == null ? null : Duration.between(control.outside(), control.wall()).plus(ahead);
  }

  /** The present time, for the journal. */
  StudyTimes now() {
    return new StudyTimes(control.outside(), null, ahead());
  }

  /**
   * The study with its times converted to this run's clock, or unchanged if the service's time is
   * not known to both runs. If the clocks differ, the later of the two times is the latest at which
   * something may have been stored, and the earlier one that at which it certainly was; a time in
   * the future is not used.
   *
   * @throws DcmbulkException the service cannot be opened
   */
  StudyState here(StudyState study) throws DcmbulkException, InterruptedException {
    Duration then = study.clockAhead();
    if (study.delivery() == 0 || study.lastPutMillis() == 0 || then == null) {
      return study;
    }
    service.requireOpen();
    control.interruptions().run(service::learnTime);
    Duration now = ahead();
    Duration behind = now == null ? Duration.ZERO : then.minus(now);
    if (behind.abs().compareTo(UNCERTAIN) <= 0) {
      return study;
    }
    long lastPut = study.lastPutMillis() + behind.plus(UNCERTAIN).toMillis();
    Instant future = control.outside().plus(StudyPlan.CLOCK_TOLERANCE);
    boolean isFuture = study.lastPutMillis() > future.toEpochMilli();
    long stored = study.storedMillis();
    return study.withTimes(
        isFuture ? lastPut : Math.max(study.lastPutMillis(), lastPut),
        stored == 0 ? 0 : Math.min(stored, stored + behind.minus(UNCERTAIN).toMillis()));
  }
}
