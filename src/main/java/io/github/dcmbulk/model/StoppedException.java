package io.github.dcmbulk.model;

/** A signal ended the run before it had a result. */
public final class StoppedException extends DcmbulkException {
  /**
   * With a message and a remedy.
   *
   * @param signal exit code of the signal
   */
  public StoppedException(ExitCode signal, String what, String remedy) {
    super(signal, what, remedy, null);
  }
}
