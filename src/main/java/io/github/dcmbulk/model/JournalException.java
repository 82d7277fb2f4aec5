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
    super(what, remedy, cause);
  }
}
