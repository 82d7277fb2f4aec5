package io.github.dcmbulk.model;

import org.jspecify.annotations.Nullable;

/** What is done can no longer be put on record, so nothing more is done. */
public final class AuditException extends DcmbulkException {
  /** Says what happened, what to do next and what caused it. */
  public AuditException(String what, String remedy, @Nullable Throwable cause) {
    super(ExitCode.INCOMPLETE, what, remedy, cause);
  }
}
