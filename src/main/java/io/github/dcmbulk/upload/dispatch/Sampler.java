package io.github.dcmbulk.upload.dispatch;

import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.upload.control.RecurringTask;
import io.github.dcmbulk.upload.control.RunControl;
import java.time.Duration;

/**
 * Records in the journal how many instances are in flight, every second at first. At {@value #MOST}
 * samples they are merged in pairs and the period is doubled, so that a run of weeks takes no more
 * space than one of an hour.
 */
public final class Sampler implements AutoCloseable {
  static final int MOST = 2000;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Journal journal;
  private final InFlight inFlight;
  private final RunControl control;
  private final RecurringTask task;
  private long ticks;
  private long ticksPerSample = 1;
  private int samples;

  /** Prepares; {@link #start} begins. */
  public Sampler(Journal journal, InFlight inFlight, RunControl control) {
    this.journal = journal;
    this.inFlight = inFlight;
    this.control = control;
    // If the journal fails, the run fails as well and reports it.
    this.task = new RecurringTask("sampler", this::sample, e -> {});
  }

  /** Starts to record, every second. */
  public void start() {
    task.start(SECOND, SECOND);
  }

  /** A second has passed. */
  void tick() {
    task.run();
  }

  private void sample() throws JournalException, InterruptedException {
    if (!inFlight.wasUsed() || ++ticks % ticksPerSample != 0) {
      return;
    }
    journal.log().sample(control.now(), inFlight.mean());
    if (++samples == MOST) {
      journal.log().thinSamples();
      samples /= 2;
      ticksPerSample *= 2;
    }
  }

  /** Adds a last sample, so that a short run has one as well. */
  @Override
  public void close() {
    task.close();
    if (task.await(SECOND)) {
      ticksPerSample = 1;
      tick();
    }
  }
}
