package io.github.dcmbulk.upload;

import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.remote.IngestionService;
import java.time.Clock;

/** One run of the main job. Safe to be stopped from another thread. */
@SuppressWarnings("DoNotCallSuggester")
public final class UploadRun {
  /**
   * Opens the service at the first instance to be sent, so that a run with nothing to send asks
   * nothing.
   */
  @FunctionalInterface
  public interface ServiceOpener {
    /** Opens the service. */
    IngestionService open() throws DcmbulkException;
  }

  private final UploadSettings settings;

  /** Prepares a run; nothing is opened yet. */
  public UploadRun(
      UploadSettings settings, ServiceOpener service, Clock clock, UploadListener listener) {
    this.settings = settings;
  }

  /**
   * Walks, checks, uploads and journals. A service that fails ends the run early, with the result
   * so far and its {@link RunResult#problem()}.
   *
   * @throws DcmbulkException the journal or the settings do not allow a run
   */
  public RunResult run() throws DcmbulkException {
    throw new UnsupportedOperationException(settings.toString());
  }

  /**
   * Asks the run to end: no new instance is begun, those in flight have the grace period. Returns
   * at once; {@link #run()} returns soon after, with that exit code.
   */
  public void stop(ExitCode why) {
    throw new UnsupportedOperationException(why.toString());
  }
}
