package io.github.dcmbulk.upload.control;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Time spent in each stage, summed over threads. Thread-safe. */
public final class StageTimer {
  /** A stage of a run; the service counts its requests itself. */
  public enum Stage {
    /** Making synthetic files, in a benchmark. */
    MAKE,
    /** Walking the roots. */
    WALK,
    /** Checking files. */
    CHECK,
    /** Reading files to be sent. */
    READ,
    /** Recording, in a benchmark. */
    JOURNAL
  }

  private final Map<Stage, LongAdder> nanos = new EnumMap<>(Stage.class);

  /** All times are zero. */
  public StageTimer() {
    for (Stage stage : Stage.values()) {
      nanos.put(stage, new LongAdder());
    }
  }

  /** Adds the time since that {@link System#nanoTime}, and returns the time now. */
  public long add(Stage stage, long begunNanos) {
    long now = System.nanoTime();
    adder(stage).add(now - begunNanos);
    return now;
  }

  /** Seconds spent in the stage, to the millisecond. */
  public double seconds(Stage stage) {
    return Math.round(adder(stage).sum() / 1e6) / 1e3;
  }

  /** Seconds by the stage's name in lower case, in that order. */
  public Map<String, Double> seconds(Stage... stages) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    for (Stage stage : stages) {
      seconds.put(stage.name().toLowerCase(Locale.ROOT), seconds(stage));
    }
    return seconds;
  }

  private LongAdder adder(Stage stage) {
    return Objects.requireNonNull(nanos.get(stage));
  }
}
