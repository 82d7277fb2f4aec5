package io.github.dcmbulk.remote.put;

import java.time.Duration;

/**
 * Bytes per second of one PUT, as an exponentially weighted average. Small bodies are ignored:
 * their duration depends on latency.
 */
final class Throughput {
  private static final long MIN_BYTES = 1 << 20;
  private static final int ENOUGH = 3;
  private static final double WEIGHT = 0.2;

  private double bytesPerSecond;
  private int samples;

  synchronized void measured(long bytes, long nanos) {
    if (bytes >= MIN_BYTES && nanos > 0) {
      double rate = bytes * 1e9 / nanos;
      bytesPerSecond = samples == 0 ? rate : bytesPerSecond + WEIGHT * (rate - bytesPerSecond);
      samples = Math.min(ENOUGH, samples + 1);
    }
  }

  /** Estimated time to send that many bytes; zero while too little is known. */
  synchronized Duration estimate(long bytes) {
    return samples < ENOUGH
        ? Duration.ZERO
        : Duration.ofMillis((long) (bytes * 1000.0 / bytesPerSecond));
  }
}
