package io.github.dcmbulk.console;

import io.github.dcmbulk.event.RunStatus;
import io.github.dcmbulk.event.UploadListener;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Shows the progress of a run from {@link #watch} until it is closed. Close it before other output
 * to the same terminal.
 */
public interface Progress extends UploadListener, AutoCloseable {
  /** Starts to show the run; the supplier is called a few times a second. */
  default void watch(Supplier<RunStatus> run) {}

  /** How long a run retries while no request succeeds; called before {@link #watch}. */
  default void patience(Duration longest) {}

  /** The process was stopped and continued: other programs may have written to the terminal. */
  default void resumed() {}

  @Override
  default void close() {}
}
