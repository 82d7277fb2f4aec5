package io.github.dcmbulk.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Time spent in each stage, summed over threads. Thread-safe. */
final class BenchStageTimer {
  /** What is ours to measure; the service counts its requests itself. */
  enum Stage {
    /** Making synthetic files, which an upload does not do. */
    MAKE,
    CHECK,
    READ,
    JOURNAL
  }

  private final Map<Stage, LongAdder> nanos = new LinkedHashMap<>();

  BenchStageTimer() {
    for (Stage stage : Stage.values()) {
      nanos.put(stage, new LongAdder());
    }
  }

  /** Adds the time since that {@link System#nanoTime}, and returns the time now. */
  long add(Stage stage, long begun) {
    long now = System.nanoTime();
    LongAdder adder = nanos.get(stage);
    if (adder != null) {
      adder.add(now - begun);
    }
    return now;
  }

  double seconds(Stage stage) {
    LongAdder adder = nanos.get(stage);
    return adder == null ? 0 : adder.sum() / 1e9;
  }
}
