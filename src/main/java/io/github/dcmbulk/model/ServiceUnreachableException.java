package io.github.dcmbulk.model;

import org.jspecify.annotations.Nullable;

/** The service could not be reached or does not speak the protocol (exit 4). */
public final class ServiceUnreachableException extends DcmbulkException {
  /** Says what happened and what to do next. */
  public ServiceUnreachableException(String what, String remedy) {
    this(what, remedy, null);
  }

  /** Says what happened, what to do next and what caused it. */
  public ServiceUnreachableException(String what, String remedy, @Nullable Throwable cause) {
    super(ExitCode.UNREACHABLE, what, remedy, cause);
  }
}
