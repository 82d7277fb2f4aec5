package io.github.dcmbulk.model;

/** A signal ended the run before it had a result. */
public final class StoppedException extends DcmbulkException {
  private final ExitCode exit;

  /**
   * Says what was stopped and what to do next.
   *
   * @param exit the exit code of the signal
   */
  public StoppedException(ExitCode exit, String what, String remedy) {
    super(what, remedy, null);
    this.exit = exit;
  }

  /** The exit code of the signal. */
  public ExitCode exit() {
    return exit;
  }
}
