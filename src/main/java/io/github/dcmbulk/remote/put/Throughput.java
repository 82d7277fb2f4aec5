package io.github.dcmbulk.remote.put;

import java.time.Duration;

/**
 * What one PUT moves per second, as an exponentially weighted average. Small bodies tell of latency
 * and not of the rate, so they do not count.
 */
final class Throughput {
  private static final long TELLING_BYTES = 1 << 20;
  private static final int ENOUGH = 3;
  private static final double WEIGHT = 0.2;

  private double bytesPerSecond;
  private int samples;

  synchronized void measured(long bytes, long nanos) {
    if (bytes >= TELLING_BYTES && nanos > 0) {
      double rate = bytes * 1e9 / nanos;
      bytesPerSecond = samples == 0 ? rate : bytesPerSecond + WEIGHT * (rate - bytesPerSecond);
      samples = Math.min(ENOUGH, samples + 1);
    }
  }

  /** How long that many bytes take; nothing as long as too little is known. */
  synchronized Duration estimate(long bytes) {
    return samples < ENOUGH
        ? Duration.ZERO
        : Duration.ofMillis((long) (bytes * 1000.0 / bytesPerSecond));
  }
}
