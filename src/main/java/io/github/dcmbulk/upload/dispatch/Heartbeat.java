package io.github.dcmbulk.upload.dispatch;

import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.upload.control.RecurringTask;
import io.github.dcmbulk.upload.control.RunControl;
import io.github.dcmbulk.upload.study.StudyDelivery;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Records in the journal which deliveries continue: a PUT may take minutes, and after a kill the
 * journal must say when the service may have stored an instance last. The clocks are compared at
 * the same time, so that a suspension of the machine is noticed. Thread-safe.
 */
final class Heartbeat implements AutoCloseable {
  private final Journal journal;
  private final RunControl control;
  private final Map<Long, StudyDelivery> studies = new ConcurrentHashMap<>();
  private final RecurringTask task;

  Heartbeat(Journal journal, RunControl control) {
    this.journal = journal;
    this.control = control;
    this.task = new RecurringTask("heartbeat", this::beat, control::fail);
  }

  /** Begins to record, once in each period. */
  void start(Duration period) {
    task.start(period, period);
  }

  /** A delivery begins. */
  void watch(StudyDelivery study) {
    studies.put(study.study().id(), study);
  }

  /** A delivery ended. */
  void forget(StudyDelivery study) {
    studies.remove(study.study().id());
  }

  private void beat() throws JournalException, InterruptedException {
    control.outside();
    for (StudyDelivery study : studies.values()) {
      study.beat(journal, control.outside());
    }
  }

  @Override
  public void close() {
    task.close();
  }
}
