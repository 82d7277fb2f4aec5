package io.github.dcmbulk.cli.run;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** An error as users see it: one line that says what happened and what to do. */
public final class ErrorMessage {
  private ErrorMessage() {}

  /** Prints the line. */
  public static void print(PrintWriter err, @Nullable String what, String remedy) {
    err.println("error: " + what + " (try: " + remedy + ")");
  }
}
