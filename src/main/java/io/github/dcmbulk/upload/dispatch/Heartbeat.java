package io.github.dcmbulk.upload.dispatch;

import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.upload.control.RunControl;
import io.github.dcmbulk.upload.study.StudyDelivery;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notes in the journal, while studies are delivered, that they are: a PUT may take minutes, and a
 * run that is killed in it leaves behind when the service may have stored something last. Each beat
 * also compares the clocks, so that a machine that was suspended is noticed. Thread-safe.
 */
final class Heartbeat implements AutoCloseable {
  private final Journal journal;
  private final RunControl control;
  private final Map<Long, StudyDelivery> studies = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer;
  private @Nullable ScheduledFuture<?> beat;

  Heartbeat(Journal journal, RunControl control) {
    this.journal = journal;
    this.control = control;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "heartbeat");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins to beat. */
  Heartbeat start(Duration period) {
    long nanos = period.toNanos();
    beat = timer.scheduleAtFixedRate(this::beat, nanos, nanos, TimeUnit.NANOSECONDS);
    return this;
  }

  /** A delivery begins. */
  void watch(StudyDelivery study) {
    studies.put(study.study().id(), study);
  }

  /** A delivery ended. */
  void forget(StudyDelivery study) {
    studies.remove(study.study().id());
  }

  void beat() {
    try {
      control.outside();
      for (StudyDelivery study : studies.values()) {
        study.beat(journal, control.outside());
      }
    } catch (JournalException e) {
      control.fail(e);
      timer.shutdown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (beat != null) {
      beat.cancel(false);
    }
    timer.shutdown();
  }
}
