package io.github.dcmbulk.metrics;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.remote.Attempt;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Metrics of one run, written when it begins, every 15 seconds, and when it ends. Thread-safe. */
public final class RunMetrics implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(15);

  private final MetricsFile file;
  private final Clock clock;
  private final Clock steady;
  private final String version;
  private final LiveCounts live = new LiveCounts();
  private final Consumer<IOException> failures;
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "metrics");
            thread.setDaemon(true);
            return thread;
          });

  private volatile Map<String, Double> before = Map.of();
  private volatile @Nullable Instant started;
  private volatile boolean isFinished;
  private volatile @Nullable Future<?> ticking;

  private RunMetrics(
      MetricsFile file, Clock clock, Clock steady, String version, Consumer<IOException> failures) {
    this.file = file;
    this.clock = clock;
    this.steady = steady;
    this.version = version;
    this.failures = failures;
  }

  /**
   * Prepares the metrics of a run, and checks that the file can be written.
   *
   * @param clock the time of day
   * @param steady clock for durations, which does not change when the time of day is set
   * @param version version of dcmbulk
   * @param failures receives an exception when the file cannot be written any more
   * @throws IOException the file cannot be written
   */
  public static RunMetrics open(
      Path path, Clock clock, Clock steady, String version, Consumer<IOException> failures)
      throws IOException {
    MetricsFile file = new MetricsFile(path);
    file.update(samples -> {});
    return new RunMetrics(file, clock, steady, version, failures);
  }

  /**
   * Records a run that could not begin. Samples of other runs are kept.
   *
   * @throws IOException the file cannot be written
   */
  public static void recordFailure(Path path, Clock clock, int exit) throws IOException {
    new MetricsFile(path).update(samples -> putEnd(samples, clock.instant(), exit));
  }

  /** Receives the run's events. */
  public UploadListener events() {
    return event -> {
      if (event instanceof UploadEvent.RunStarted) {
        begin();
      }
      live.onEvent(event);
    };
  }

  /** Only a run that has locked the journal writes samples. */
  private void begin() {
    started = steady.instant();
    update(
        samples -> {
          before = Map.copyOf(samples);
          samples.keySet().removeIf(Family.BUILD_INFO::holds);
          samples.put(Family.BUILD_INFO.with("version", version), 1.0);
          samples.put(Family.RUN_ACTIVE.metric(), 1.0);
          samples.put(Family.RUN_START.metric(), seconds(clock.instant()));
          putLive(samples);
        });
    ticking =
        ticker.scheduleWithFixedDelay(
            () -> update(this::putLive),
            INTERVAL.toSeconds(),
            INTERVAL.toSeconds(),
            TimeUnit.SECONDS);
  }

  /** Receives the run's requests. */
  public Attempt.Listener requests() {
    return live::onRequest;
  }

  /** Writes the result of the run. */
  public void finish(RunResult result) {
    stopTicking();
    isFinished = true;
    update(
        samples -> {
          putLive(samples);
          FinalCounts.put(samples, result);
          samples.put(Family.RUN_ACTIVE.metric(), 0.0);
          putEnd(samples, clock.instant(), result.exit());
        });
  }

  private void stopTicking() {
    Future<?> tick = ticking;
    if (tick != null) {
      tick.cancel(false);
    }
    ticker.shutdown();
  }

  private static void putEnd(Map<String, Double> samples, Instant now, int exit) {
    samples.put(Family.RUN_END.metric(), seconds(now));
    samples.put(Family.EXIT_CODE.metric(), (double) exit);
    samples.merge(Family.RUNS.with("exit_code", Integer.toString(exit)), 1.0, Double::sum);
    if (exit == 0 || exit == 6) {
      samples.put(Family.LAST_SUCCESS.metric(), seconds(now));
    }
  }

  private void putLive(Map<String, Double> samples) {
    Instant begun = started;
    if (begun != null) {
      Duration elapsed = Duration.between(begun, steady.instant());
      samples.put(Family.RUN_DURATION.metric(), elapsed.toMillis() / 1000.0);
    }
    live.put(samples, before);
  }

  private void update(Consumer<Map<String, Double>> change) {
    try {
      file.update(change);
    } catch (IOException e) {
      failures.accept(e);
    }
  }

  private static double seconds(Instant time) {
    return time.toEpochMilli() / 1000.0;
  }

  /** After an exception the run is not active any more; its exit code is recorded elsewhere. */
  @Override
  public void close() {
    stopTicking();
    if (started != null && !isFinished) {
      update(
          samples -> {
            putLive(samples);
            samples.put(Family.RUN_ACTIVE.metric(), 0.0);
          });
    }
  }
}
