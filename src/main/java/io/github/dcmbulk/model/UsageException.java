package io.github.dcmbulk.model;

import org.jspecify.annotations.Nullable;

/** The command line or the configuration is wrong (exit 2). */
public final class UsageException extends DcmbulkException {
  /** With a message and a remedy. */
  public UsageException(String what, String remedy) {
    this(what, remedy, null);
  }

  /** With a message, a remedy and a cause. */
  public UsageException(String what, String remedy, @Nullable Throwable cause) {
    super(ExitCode.USAGE, what, remedy, cause);
  }
}
