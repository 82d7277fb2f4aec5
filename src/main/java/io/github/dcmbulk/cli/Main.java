package io.github.dcmbulk.cli;

import io.github.dcmbulk.model.ExitCode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;

/** The program's entry point. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    PrintWriter out = utf8(new StandardOutput(new FileOutputStream(FileDescriptor.out)));
    PrintWriter err = utf8(new FileOutputStream(FileDescriptor.err));
    // Set by the start script, which alone knows how it was called.
    String programName = System.getProperty("dcmbulk.program", "dcmbulk");
    Context context =
        new Context(
            System.getenv(),
            System.in,
            Clock.system(ZoneId.systemDefault()),
            programName,
            Version.current());
    int exit = ExitCode.OK.code();
    try {
      exit = Program.of(args, context).setOut(out).setErr(err).execute(args);
      out.flush();
    } catch (StandardOutput.Failure e) {
      exit = e.exitCode(err, exit);
    }
    err.flush();
    System.exit(exit);
  }

  /** Results are UTF-8 whatever the locale: programs read them. */
  private static PrintWriter utf8(OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), false);
  }
}
