package io.github.dcmbulk.event;

import io.github.dcmbulk.model.Concurrency;
import io.github.dcmbulk.model.RunResult;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands, for callers that look a few times a second: asking costs the run nothing.
 * What is counted here is committed to the journal, and will be in the result, but for the last
 * figure.
 *
 * @param files files that have a verdict, by bucket
 * @param instances instances by state
 * @param uploadedBytes bytes that this run delivered
 * @param pendingBytes bytes of the instances that are known to be left to send
 * @param studiesFound studies found so far
 * @param studiesToSend those of them that have, or had, something to be sent in this run
 * @param studiesDone those of these that this run is done with
 * @param concurrency how many instances travel at once; null while nothing does
 * @param underWayBytes bytes, of those that are left, that were sent of large instances in flight
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
    long underWayBytes) {

  /** Before anything happened. */
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
