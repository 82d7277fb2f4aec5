package io.github.dcmbulk.model;

import org.jspecify.annotations.Nullable;

/** Another run has locked the journal (exit 5). */
public final class JournalBusyException extends DcmbulkException {
  /** With a message and a remedy. */
  public JournalBusyException(String what, String remedy) {
    this(what, remedy, null);
  }

  /** With a message, a remedy and a cause. */
  public JournalBusyException(String what, String remedy, @Nullable Throwable cause) {
    super(ExitCode.BUSY, what, remedy, cause);
  }
}
