package io.github.dcmbulk.upload.result;

import io.github.dcmbulk.event.RunStatus;
import io.github.dcmbulk.journal.RunCounts;
import io.github.dcmbulk.journal.StudyCounts;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.Concurrency;
import org.jspecify.annotations.Nullable;

/** The progress of a run, from the counts of its journal. */
public final class RunStatusReader {
  private RunStatusReader() {}

  /**
   * The status of the run.
   *
   * @param concurrency the limit of parallel uploads; null where it is fixed
   * @param bytesInTransit bytes already sent of instances in flight
   */
  public static RunStatus of(
      Journal journal, @Nullable Concurrency concurrency, long bytesInTransit) {
    RunCounts counts = journal.counts();
    StudyCounts studies = journal.studies().counts();
    return new RunStatus(
        counts.files(),
        counts.instances(),
        counts.uploadedBytes(),
        counts.pendingBytes(),
        studies.found(),
        studies.toSend(),
        studies.done(),
        concurrency,
        bytesInTransit);
  }
}
