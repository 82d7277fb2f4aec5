package io.github.dcmbulk.model;

import org.jspecify.annotations.Nullable;

/** Another run holds the journal (exit 5). */
public final class JournalBusyException extends DcmbulkException {
  /** Says what happened and what to do next. */
  public JournalBusyException(String what, String remedy) {
    this(what, remedy, null);
  }

  /** Says what happened, what to do next and what caused it. */
  public JournalBusyException(String what, String remedy, @Nullable Throwable cause) {
    super(ExitCode.BUSY, what, remedy, cause);
  }
}
