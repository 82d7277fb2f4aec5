package io.github.dcmbulk.model;

import org.jspecify.annotations.Nullable;

/** The journal cannot be read or written; it is not changed. */
public final class JournalException extends DcmbulkException {
  /** With a message and a remedy. */
  public JournalException(String what, String remedy) {
    this(what, remedy, null);
  }

  /** With a message, a remedy and a cause. */
  public JournalException(String what, String remedy, @Nullable Throwable cause) {
    this(ExitCode.INCOMPLETE, what, remedy, cause);
  }

  private JournalException(
      ExitCode exitCode, String what, String remedy, @Nullable Throwable cause) {
    super(exitCode, what, remedy, cause);
  }

  /** The journal's database cannot be reached, or was disconnected (exit 4). */
  public static JournalException unreachable(String what, String remedy, Throwable cause) {
    return new JournalException(ExitCode.UNREACHABLE, what, remedy, cause);
  }

  /**
   * The database is named wrongly, refuses this user, or is not set up for a journal (exit 2): a
   * user has to change something before another run can work.
   */
  public static JournalException misconfigured(String what, String remedy, Throwable cause) {
    return new JournalException(ExitCode.USAGE, what, remedy, cause);
  }

  /** Another run took over the journal (exit 5). */
  public static JournalException taken(String what, String remedy) {
    return new JournalException(ExitCode.BUSY, what, remedy, null);
  }

  /** Whether its database cannot be reached, or was disconnected. */
  public boolean isUnreachable() {
    return exitCode() == ExitCode.UNREACHABLE;
  }
}
