package io.github.dcmbulk.model;

import org.jspecify.annotations.Nullable;

/** The service refused the credentials or the scope (exit 3). */
public final class AccessRefusedException extends DcmbulkException {
  /** Says what happened and what to do next. */
  public AccessRefusedException(String what, String remedy) {
    this(what, remedy, null);
  }

  /** Says what happened, what to do next and what caused it. */
  public AccessRefusedException(String what, String remedy, @Nullable Throwable cause) {
    super(ExitCode.REFUSED, what, remedy, cause);
  }
}
