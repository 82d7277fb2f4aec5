package io.github.dcmbulk.upload.control;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Time spent in each stage, summed over threads. Thread-safe. */
public final class StageTimer {
  private static final String[] ORDER = {"walk", "check", "read"};
  private final Map<String, LongAdder> nanos = new ConcurrentHashMap<>();

  /** Adds the time since {@code begunNanos}, a {@link System#nanoTime()}. */
  public void add(String phase, long begunNanos) {
    nanos.computeIfAbsent(phase, p -> new LongAdder()).add(System.nanoTime() - begunNanos);
  }

  /** Seconds by stage, in the stages' order. */
  public Map<String, Double> seconds() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    for (String phase : ORDER) {
      LongAdder spent = nanos.get(phase);
      seconds.put(phase, spent == null ? 0 : Math.round(spent.sum() / 1e6) / 1e3);
    }
    return seconds;
  }
}
