package io.github.dcmbulk.event;

import io.github.dcmbulk.model.Concurrency;
import io.github.dcmbulk.model.RunResult;
import org.jspecify.annotations.Nullable;

/**
 * Counts of a run in progress, for callers that read them a few times a second. They are committed
 * to the journal, and equal those of the result, except for {@code bytesInTransit}.
 *
 * @param files checked files by state
 * @param instances instances by state
 * @param uploadedBytes bytes delivered by this run
 * @param pendingBytes bytes of the instances that are known and still to be sent
 * @param studiesFound studies found so far
 * @param studiesToSend those of them with instances to be sent in this run
 * @param studiesDone those of these whose delivery ended
 * @param concurrency number of parallel uploads; null while there are none
 * @param bytesInTransit bytes sent of large instances in flight, included in {@code pendingBytes}
 */
public record RunStatus(
    RunResult.Files files,
    RunResult.Instances instances,
    long uploadedBytes,
    long pendingBytes,
    long studiesFound,
    long studiesToSend,
    long studiesDone,
    @Nullable Concurrency concurrency,
    long bytesInTransit) {

  /** Counts at the start. */
  public static final RunStatus NOTHING =
      new RunStatus(
          new RunResult.Files(0, 0, 0, 0, 0, 0),
          new RunResult.Instances(0, 0, 0, 0, 0, 0, 0),
          0,
          0,
          0,
          0,
          0,
          null,
          0);
}
