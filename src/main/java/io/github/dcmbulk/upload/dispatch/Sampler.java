package io.github.dcmbulk.upload.dispatch;

import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.upload.control.RunControl;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notes in the journal how many instances are in flight: every second at first. Whenever there are
 * {@value #MOST} samples they are merged in pairs, and half as many come from then on, so that a
 * run of weeks takes no more room than one of an hour.
 */
public final class Sampler implements AutoCloseable {
  static final int MOST = 2000;

  private final Journal journal;
  private final InFlight inFlight;
  private final RunControl control;
  private final ScheduledExecutorService timer;
  private long ticks;
  private long ticksPerSample = 1;
  private int samples;
  private @Nullable ScheduledFuture<?> beat;

  /** Prepares to note; {@link #start} begins. */
  public Sampler(Journal journal, InFlight inFlight, RunControl control) {
    this.journal = journal;
    this.inFlight = inFlight;
    this.control = control;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "sampler");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins to take notice. */
  public Sampler start() {
    beat = timer.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    return this;
  }

  /** A second went by. */
  void tick() {
    if (!inFlight.wasUsed() || ++ticks % ticksPerSample != 0) {
      return;
    }
    try {
      journal.log().sample(control.now(), inFlight.mean());
      if (++samples == MOST) {
        journal.log().thinSamples();
        samples /= 2;
        ticksPerSample *= 2;
      }
    } catch (JournalException e) {
      // The run fails in the same way, and reports it.
      timer.shutdown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Adds what is left, so that a short run has a sample, too. */
  @Override
  public void close() {
    if (beat != null) {
      beat.cancel(false);
    }
    timer.shutdown();
    try {
      timer.awaitTermination(1, TimeUnit.SECONDS);
      ticksPerSample = 1;
      tick();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
