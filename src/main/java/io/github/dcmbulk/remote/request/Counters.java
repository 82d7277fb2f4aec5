package io.github.dcmbulk.remote.request;

import io.github.dcmbulk.remote.RequestCounts;
import io.github.dcmbulk.remote.Step;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts requests. Safe for several threads. */
public final class Counters {
  private final Map<Step, LongAdder> requests = new EnumMap<>(Step.class);
  private final Map<Step, LongAdder> nanos = new EnumMap<>(Step.class);
  private final LongAdder retries = new LongAdder();

  /** All counts are zero. */
  public Counters() {
    for (Step step : Step.values()) {
      requests.put(step, new LongAdder());
      nanos.put(step, new LongAdder());
    }
  }

  void request(Step step) {
    LongAdder counter = requests.get(step);
    if (counter != null) {
      counter.increment();
    }
  }

  void took(Step step, long time) {
    LongAdder counter = nanos.get(step);
    if (counter != null) {
      counter.add(time);
    }
  }

  /** Seconds spent in requests, by step, summed over threads. */
  public Map<String, Double> seconds() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    nanos.forEach((step, sum) -> seconds.put(step.code(), Math.round(sum.sum() / 1e6) / 1e3));
    return seconds;
  }

  /** Counts a retry. */
  public void retry() {
    retries.increment();
  }

  /** The present counts. */
  public RequestCounts snapshot() {
    return new RequestCounts(
        count(Step.TOKEN), count(Step.PRESIGN), count(Step.PUT), retries.sum());
  }

  private long count(Step step) {
    LongAdder counter = requests.get(step);
    return counter == null ? 0 : counter.sum();
  }
}
