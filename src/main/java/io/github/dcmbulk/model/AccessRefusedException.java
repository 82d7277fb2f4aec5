package io.github.dcmbulk.model;

import org.jspecify.annotations.Nullable;

/** The service refused the credentials or the scope (exit 3). */
public final class AccessRefusedException extends DcmbulkException {
  /** With a message and a remedy. */
  public AccessRefusedException(String what, String remedy) {
    this(what, remedy, null);
  }

  /** With a message, a remedy and a cause. */
  public AccessRefusedException(String what, String remedy, @Nullable Throwable cause) {
    super(ExitCode.REFUSED, what, remedy, cause);
  }
}
