package io.github.dcmbulk.upload.dispatch;

import java.util.function.LongSupplier;

/**
 * Bytes per second of the network, measured with large instances only: the duration of small ones
 * depends on latency. Thread-safe.
 */
final class ThroughputMeter {
  /** Assumed until a rate is known; a low value is safer than a high one. */
  static final double UNKNOWN = 128 * 1024;

  private static final long SAMPLE_NANOS = 1_000_000_000;
  private static final double WEIGHT = 0.5;

  private final LongSupplier nanos;
  private final LongSupplier limit;
  private int large;
  private long since;
  private long busy;
  private long bytes;
  private double usual;
  private double best;

  /**
   * Begins to measure.
   *
   * @param nanos a clock that never goes back, in nanoseconds
   * @param limit configured limit in bytes per second; 0 for none
   */
  ThroughputMeter(LongSupplier nanos, LongSupplier limit) {
    this.nanos = nanos;
    this.limit = limit;
  }

  /** A large instance is being sent. */
  synchronized void began() {
    if (large++ == 0) {
      since = nanos.getAsLong();
    }
  }

  /** A large instance was sent, or given up. */
  synchronized void ended() {
    look();
    large--;
  }

  /** That many bytes of any instance were sent. */
  synchronized void moved(long count) {
    if (large > 0) {
      bytes += count;
      look();
    }
  }

  private void look() {
    long now = nanos.getAsLong();
    busy += now - since;
    since = now;
    if (busy >= SAMPLE_NANOS) {
      double sample = bytes * 1e9 / busy;
      usual = usual == 0 ? sample : usual + WEIGHT * (sample - usual);
      best = Math.max(best, sample);
      busy = 0;
      bytes = 0;
    }
  }

  /** Present rate in bytes per second. */
  synchronized double usual() {
    return atMost(usual == 0 ? UNKNOWN : usual, usual == 0);
  }

  /** Whether {@link #usual} was measured. */
  synchronized boolean isKnown() {
    return usual > 0 || limit.getAsLong() > 0;
  }

  /** Best rate so far in bytes per second; 0 if unknown. */
  synchronized double best() {
    return atMost(best, best == 0);
  }

  private double atMost(double measured, boolean isGuess) {
    long allowed = limit.getAsLong();
    if (allowed == 0) {
      return measured;
    }
    return isGuess ? (double) allowed : Math.min(measured, (double) allowed);
  }
}
