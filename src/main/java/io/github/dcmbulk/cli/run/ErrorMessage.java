package io.github.dcmbulk.cli.run;

import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/** An error as users see it: one line that says what happened and what to do, and an exit code. */
public final class ErrorMessage {
  private ErrorMessage() {}

  /** Prints the line. */
  public static void print(PrintWriter err, @Nullable String what, String remedy) {
    err.println("error: " + what + " (try: " + remedy + ")");
  }

  /** The exit code of a process that an exception ends; INCOMPLETE for an unexpected one. */
  public static ExitCode exitCode(Exception error) {
    if (error instanceof ParameterException) {
      return ExitCode.USAGE;
    }
    return error instanceof DcmbulkException known ? known.exitCode() : ExitCode.INCOMPLETE;
  }
}
