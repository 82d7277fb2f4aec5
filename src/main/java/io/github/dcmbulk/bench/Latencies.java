package io.github.dcmbulk.bench;

import io.github.dcmbulk.remote.Attempt;
import io.github.dcmbulk.remote.Step;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Durations of requests by step, accurate to 5 %; memory does not grow with their number.
 * Thread-safe. Register it as listener of the service.
 */
public final class Latencies implements Attempt.Listener {
  private static final double FACTOR = 1.05;
  private static final double SMALLEST_NANOS = 1000;
  private static final int BUCKETS = 512;

  private final Map<Step, AtomicLongArray> counts = new EnumMap<>(Step.class);

  /** Starts without measurements. */
  public Latencies() {
    for (Step step : Step.values()) {
      counts.put(step, new AtomicLongArray(BUCKETS));
    }
  }

  /**
   * Percentiles in milliseconds.
   *
   * @param requests number of requests
   */
  public record Percentiles(long requests, double p50, double p90, double p99, double max) {}

  @Override
  public void on(Attempt attempt) {
    AtomicLongArray of = counts.get(attempt.step());
    if (of != null) {
      of.incrementAndGet(bucket(attempt.nanos()));
    }
  }

  /** Percentiles of a step. */
  public Percentiles of(Step step) {
    AtomicLongArray of = counts.getOrDefault(step, new AtomicLongArray(BUCKETS));
    long total = 0;
    for (int i = 0; i < BUCKETS; i++) {
      total += of.get(i);
    }
    return new Percentiles(
        total, at(of, total, 0.5), at(of, total, 0.9), at(of, total, 0.99), at(of, total, 1));
  }

  private static double at(AtomicLongArray of, long total, double share) {
    long wanted = (long) Math.ceil(total * share);
    long seen = 0;
    for (int i = 0; i < BUCKETS && total > 0; i++) {
      seen += of.get(i);
      if (seen >= wanted) {
        return SMALLEST_NANOS * Math.pow(FACTOR, i) / 1e6;
      }
    }
    return 0;
  }

  private static int bucket(long nanos) {
    double steps = Math.log(Math.max(1, nanos / SMALLEST_NANOS)) / Math.log(FACTOR);
    return (int) Math.min(BUCKETS - 1, Math.round(steps));
  }
}
