package io.github.dcmbulk.model;

import org.jspecify.annotations.Nullable;

/**
 * A run cannot go on. The message names the thing and what happened to it, the remedy says what to
 * do next; neither ever holds a secret, a token, a URL's query or a patient attribute. One file's
 * failure is a value, not an exception.
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

  /** The exit code of a process that ends with it. */
  public ExitCode exitCode() {
    return exitCode;
  }

  /** What the user can do about it, as a phrase that follows "try:". */
  public String remedy() {
    return remedy;
  }
}
