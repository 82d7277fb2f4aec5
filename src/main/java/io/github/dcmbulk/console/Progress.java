package io.github.dcmbulk.console;

import io.github.dcmbulk.event.RunStatus;
import io.github.dcmbulk.event.UploadListener;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Shows how a run goes on, from the moment it is watched until it is closed. Close it before
 * anything else is written to the same terminal.
 */
public interface Progress extends UploadListener, AutoCloseable {
  /** Begins to show that run, which is asked a few times a second where it stands. */
  default void watch(Supplier<RunStatus> run) {}

  /** How long a run goes on trying while nothing goes through; to be told before it is watched. */
  default void patience(Duration longest) {}

  /** Others may have written to the terminal, while the process was stopped. */
  default void resumed() {}

  @Override
  default void close() {}
}
