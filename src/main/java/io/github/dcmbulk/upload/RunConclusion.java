package io.github.dcmbulk.upload;

import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.upload.control.RunControl;
import io.github.dcmbulk.upload.control.StallDetector;
import io.github.dcmbulk.upload.control.Supervisor;
import io.github.dcmbulk.upload.dispatch.LazyService;
import io.github.dcmbulk.upload.result.RunResultBuilder;
import io.github.dcmbulk.upload.walk.SourceGuard;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** The last step of a run: records its result, and closes the service and the journal. */
final class RunConclusion {
  /** Longest time after a signal: a disk that does not answer must not keep the process alive. */
  private static final Duration AFTER_SIGNAL = Duration.ofSeconds(15);

  private final RunControl control;
  private final RunResultBuilder results;
  private final LazyService service;

  RunConclusion(RunControl control, RunResultBuilder results, LazyService service) {
    this.control = control;
    this.results = results;
    this.service = service;
  }

  /**
   * Records the result. If the journal does not answer in time, the result says so; earlier commits
   * are safe.
   *
   * @param remarks further lines for the result
   * @throws DcmbulkException the journal cannot be read or written
   */
  RunResult conclude(
      Journal journal,
      Instant started,
      SourceGuard guard,
      List<String> remarks,
      Supervisor supervisor)
      throws DcmbulkException, InterruptedException {
    try {
      RunResult result =
          supervisor.call(
              "conclude",
              () -> control.asked() == null ? StallDetector.LONG : AFTER_SIGNAL,
              () -> {
                try (service) {
                  return results.conclude(journal, started, service, guard.empty(), remarks);
                } finally {
                  journal.close();
                }
              });
      return result == null
          ? results.unrecorded(journal, started, service, guard.empty(), remarks)
          : result;
    } catch (ExecutionException e) {
      throw Supervisor.rethrown(e);
    }
  }
}
