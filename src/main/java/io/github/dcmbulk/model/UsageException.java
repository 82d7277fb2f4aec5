package io.github.dcmbulk.model;

import org.jspecify.annotations.Nullable;

/** The command line or the configuration is wrong (exit 2). */
public final class UsageException extends DcmbulkException {
  /** Says what happened and what to do next. */
  public UsageException(String what, String remedy) {
    this(what, remedy, null);
  }

  /** Says what happened, what to do next and what caused it. */
  public UsageException(String what, String remedy, @Nullable Throwable cause) {
    super(ExitCode.USAGE, what, remedy, cause);
  }
}
