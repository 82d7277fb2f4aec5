package io.github.dcmbulk.model;

import org.jspecify.annotations.Nullable;

/**
 * A run cannot continue. The message says what happened to which thing, the remedy says what to do
 * next; neither contains a secret, a token, a URL's query or a patient attribute. The failure of
 * one file is a value, not an exception.
 */
public abstract sealed class DcmbulkException extends Exception
    permits UsageException,
        AccessRefusedException,
        ServiceUnreachableException,
        JournalException,
        JournalBusyException,
        AuditException,
        StoppedException {
  private final ExitCode exitCode;
  private final String remedy;

  DcmbulkException(ExitCode exitCode, String what, String remedy, @Nullable Throwable cause) {
    super(what, cause);
    this.exitCode = exitCode;
    this.remedy = remedy;
  }

  /** The exit code of a process that this exception ends. */
  public ExitCode exitCode() {
    return exitCode;
  }

  /** What the user can do, as a phrase that follows "try:". */
  public String remedy() {
    return remedy;
  }
}
