package io.github.dcmbulk.model;

/** A signal ended the run before it had a result. */
public final class StoppedException extends DcmbulkException {
  /**
   * Says what was stopped and what to do next.
   *
   * @param signal the exit code of the signal
   */
  public StoppedException(ExitCode signal, String what, String remedy) {
    super(signal, what, remedy, null);
  }
}
