package io.github.dcmbulk.cli.run;

import io.github.dcmbulk.console.Progress;
import io.github.dcmbulk.event.RunStatus;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A run with a user: its progress is shown, and signals end it in good order. */
public final class AttendedRun {
  private final Progress progress;
  private final UploadListener listener;
  private final Clock clock;
  private final Duration grace;

  /** The work itself. */
  @FunctionalInterface
  public interface Work<T> {
    /**
     * Does the work.
     *
     * @throws DcmbulkException as thrown by the work
     * @throws IOException as thrown by the work
     */
    public T run() throws DcmbulkException, IOException, InterruptedException;
  }

  /**
   * Will show progress there.
   *
   * @param listener gets a notice of each signal
   * @param grace how long what is in flight may continue after a signal; zero if nothing is
   */
  public AttendedRun(Progress progress, UploadListener listener, Clock clock, Duration grace) {
    this.progress = progress;
    this.listener = listener;
    this.clock = clock;
    this.grace = grace;
  }

  /**
   * Runs it; nothing is shown any more on return. A second signal ends the process.
   *
   * @throws DcmbulkException as thrown by the work
   * @throws IOException as thrown by the work
   */
  public <T> T run(Supplier<RunStatus> status, Consumer<ExitCode> stop, Work<T> work)
      throws DcmbulkException, IOException, InterruptedException {
    return run(status, stop, null, work);
  }

  /**
   * Runs it; nothing is shown any more on return.
   *
   * @param abandon for the second signal; null to end the process
   * @throws DcmbulkException as thrown by the work
   * @throws IOException as thrown by the work
   */
  public <T> T run(
      Supplier<RunStatus> status, Consumer<ExitCode> stop, @Nullable Runnable abandon, Work<T> work)
      throws DcmbulkException, IOException, InterruptedException {
    Consumer<ExitCode> stopAndTell =
        why -> {
          // In this order: a slow reader of standard error delays the line.
          stop.accept(why);
          if (!grace.isZero()) {
            String signal = why == ExitCode.INTERRUPTED ? "SIGINT" : "SIGTERM";
            listener.on(new UploadEvent.Stopping(signal, clock.instant().plus(grace)));
          }
        };
    try (Progress shown = progress;
        Signals signals = new Signals(stopAndTell, abandon)) {
      signals.install();
      signals.onContinue(shown::resumed);
      shown.watch(status);
      return work.run();
    }
  }
}
