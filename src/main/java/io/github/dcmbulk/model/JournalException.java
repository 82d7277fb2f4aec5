package io.github.dcmbulk.model;

import org.jspecify.annotations.Nullable;

/** The journal cannot be read or written; it is left as it is. */
public final class JournalException extends DcmbulkException {
  /** Says what happened and what to do next. */
  public JournalException(String what, String remedy) {
    this(what, remedy, null);
  }

  /** Says what happened, what to do next and what caused it. */
  public JournalException(String what, String remedy, @Nullable Throwable cause) {
    this(ExitCode.INCOMPLETE, what, remedy, cause);
  }

  private JournalException(
      ExitCode exitCode, String what, String remedy, @Nullable Throwable cause) {
    super(exitCode, what, remedy, cause);
  }

  /** The journal's database could not be reached, or went away (exit 4). */
  public static JournalException unreachable(String what, String remedy, Throwable cause) {
    return new JournalException(ExitCode.UNREACHABLE, what, remedy, cause);
  }

  /** Another run has it now (exit 5). */
  public static JournalException taken(String what, String remedy) {
    return new JournalException(ExitCode.BUSY, what, remedy, null);
  }

  /** Whether its database could not be reached, or went away. */
  public boolean isUnreachable() {
    return exitCode() == ExitCode.UNREACHABLE;
  }
}
