package io.github.dcmbulk.model;

/** Exit codes of the process. They are an interface: scripts depend on them. */
public enum ExitCode {
  /** Every instance found is delivered, or held or left pending on purpose. */
  OK(0),
  /** Some instances could not be delivered; run again to continue. */
  INCOMPLETE(1),
  /** Wrong usage or configuration. */
  USAGE(2),
  /** The service refused the credentials or the scope. */
  REFUSED(3),
  /**
   * The service could not be reached, does not follow the protocol, or has a fault that affects
   * every instance: the run ended, no instance is marked as failed for it, and instances that were
   * not sent are pending.
   */
  UNREACHABLE(4),
  /** Another run has locked the journal. */
  BUSY(5),
  /** Everything that can be sent is delivered, but some DICOM files were rejected. */
  REJECTED(6),
  /** Stopped by SIGINT. */
  INTERRUPTED(130),
  /** Stopped by SIGTERM. */
  TERMINATED(143);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The number. */
  public int code() {
    return code;
  }
}
