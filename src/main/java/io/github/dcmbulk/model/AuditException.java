package io.github.dcmbulk.model;

import org.jspecify.annotations.Nullable;

/** The audit log cannot be written, so the run ends. */
public final class AuditException extends DcmbulkException {
  /** With a message, a remedy and a cause. */
  public AuditException(String what, String remedy, @Nullable Throwable cause) {
    super(ExitCode.INCOMPLETE, what, remedy, cause);
  }
}
