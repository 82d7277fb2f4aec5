package io.github.dcmbulk.model;

import org.jspecify.annotations.Nullable;

/** The service could not be reached or does not follow the protocol (exit 4). */
public final class ServiceUnreachableException extends DcmbulkException {
  /** With a message and a remedy. */
  public ServiceUnreachableException(String what, String remedy) {
    this(what, remedy, null);
  }

  /** With a message, a remedy and a cause. */
  public ServiceUnreachableException(String what, String remedy, @Nullable Throwable cause) {
    super(ExitCode.UNREACHABLE, what, remedy, cause);
  }
}
