package io.github.dcmbulk.remote;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts requests. Safe for several threads. */
final class Counters {
  private final Map<Step, LongAdder> requests = new EnumMap<>(Step.class);
  private final LongAdder retries = new LongAdder();

  Counters() {
    for (Step step : Step.values()) {
      requests.put(step, new LongAdder());
    }
  }

  void request(Step step) {
    LongAdder counter = requests.get(step);
    if (counter != null) {
      counter.increment();
    }
  }

  void retry() {
    retries.increment();
  }

  RequestCounts snapshot() {
    return new RequestCounts(
        count(Step.TOKEN), count(Step.PRESIGN), count(Step.PUT), retries.sum());
  }

  private long count(Step step) {
    LongAdder counter = requests.get(step);
    return counter == null ? 0 : counter.sum();
  }
}
