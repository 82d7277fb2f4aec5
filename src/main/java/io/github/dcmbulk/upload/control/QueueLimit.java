package io.github.dcmbulk.upload.control;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many jobs may wait for a free thread: a few, or as many as are started within a moment.
 * Thread-safe.
 */
final class QueueLimit {
  /** Longer than the journal usually takes to open a study on a server that is 2 ms away. */
  private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

  private static final int FIRST_JOBS = 64;

  private final int least;
  private final int most;

  private final AtomicInteger started = new AtomicInteger();

  /** Time from the start of one waiting job to that of the next. */
  private volatile long jobNanos = MOMENT_NANOS;

  /** Between these two numbers. */
  QueueLimit(int least, int most) {
    this.least = least;
    this.most = most;
  }

  /** The largest limit. */
  int most() {
    return most;
  }

  /**
   * A job was started.
   *
   * @param behind how many jobs waited when it was handed in
   * @param waitedNanos how long it waited
   */
  void started(int behind, long waitedNanos) {
    // The first ones do not wait for others, but for threads that are just starting.
    boolean counts = started.get() >= FIRST_JOBS || started.incrementAndGet() >= FIRST_JOBS;
    // After a few, threads were free, and it did not wait at all.
    if (counts && behind >= Math.max(1, least / 2)) {
      jobNanos = Math.max(1, waitedNanos / behind);
    }
  }

  /**
   * How many may wait now.
   *
   * @param more whether a job may wait behind more than the least number of others
   */
  int now(boolean more) {
    return more ? (int) Math.max(least, Math.min(most, MOMENT_NANOS / jobNanos)) : least;
  }
}
