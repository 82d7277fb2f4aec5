package io.github.dcmbulk.cli.exit;

import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import picocli.CommandLine.ParameterException;

/** The exit code of a process that an exception ends. */
public final class ExitCodes {
  private ExitCodes() {}

  /** USAGE for wrong options, the exception's own code if it has one, else INCOMPLETE. */
  public static ExitCode of(Exception error) {
    if (error instanceof ParameterException) {
      return ExitCode.USAGE;
    }
    return error instanceof DcmbulkException known ? known.exitCode() : ExitCode.INCOMPLETE;
  }
}
