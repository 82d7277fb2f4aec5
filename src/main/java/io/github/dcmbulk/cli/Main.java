package io.github.dcmbulk.cli;

import io.github.dcmbulk.cli.command.Version;
import io.github.dcmbulk.cli.exit.Errors;
import io.github.dcmbulk.cli.log.LoggingProvider;
import io.github.dcmbulk.cli.run.Context;
import io.github.dcmbulk.cli.run.StandardError;
import io.github.dcmbulk.cli.run.StandardOutput;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.LocalClock;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** The program's entry point. */
public final class Main {
  /** Longest time that the process waits for a reader of standard error that reads nothing. */
  private static final Duration FOR_READERS = Duration.ofSeconds(5);

  private Main() {}

  /**
   * Runs one command and ends the process with its exit code. Where property {@code
   * dcmbulk.next-command} is a word, arguments after that word are a further command (used by
   * {@code prepare-start}); the highest exit code counts.
   */
  public static void main(String[] args) {
    // Some locales have digits of their own, which neither SQL nor readers of JSON understand; and
    // for this one Java writes numbers without loading a locale's data.
    Locale.setDefault(Locale.US);
    LoggingProvider.use();
    // Without this picocli looks for Groovy's class in every jar.
    System.setProperty("picocli.disable.closures", "true");
    String separator = System.getProperty("dcmbulk.next-command");
    int from = 0;
    int exit = ExitCode.OK.code();
    for (int i = 0; i <= args.length; i++) {
      if (i == args.length || args[i].equals(separator)) {
        exit = Math.max(exit, run(Arrays.copyOfRange(args, from, i)));
        from = i + 1;
      }
    }
    System.exit(exit);
  }

  private static int run(String[] args) {
    StandardError error = new StandardError(new FileOutputStream(FileDescriptor.err));
    System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
    PrintWriter err = utf8(error);
    PrintWriter out =
        utf8(
            new StandardOutput(
                new FileOutputStream(FileDescriptor.out), () -> error.drain(FOR_READERS)));
    // Set by the start script, which alone knows how it was called.
    String programName = System.getProperty("dcmbulk.program", "dcmbulk");
    Context context =
        new Context(
            System.getenv(),
            System.in,
            new LocalClock(),
            programName,
            Version.current(),
            Main.class);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, thrown) -> printUncaught(err, thread, thrown));
    int exit = ExitCode.OK.code();
    try {
      exit = Program.of(args, context).setOut(out).setErr(err).execute(args);
      out.flush();
    } catch (StandardOutput.Failure e) {
      exit = e.exitCode(err, exit);
    } catch (LinkageError e) {
      err.println(Errors.programLost(e));
      exit = ExitCode.INCOMPLETE.code();
    }
    err.flush();
    error.drain(FOR_READERS);
    return exit;
  }

  /** Prints as Java does, but one line if the files of the program were replaced or removed. */
  private static void printUncaught(PrintWriter err, Thread thread, Throwable error) {
    if (error instanceof LinkageError lost) {
      err.println(Errors.programLost(lost));
    } else {
      err.print("Exception in thread \"" + thread.getName() + "\" ");
      error.printStackTrace(err);
    }
    err.flush();
  }

  /** Results are UTF-8 whatever the locale: programs read them. */
  private static PrintWriter utf8(OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), false);
  }
}
