package io.github.dcmbulk.cli;

import io.github.dcmbulk.cli.run.Context;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine;

/** What a command, run in this process, printed and ended with. */
public record Ran(int exit, String out, String err) {

  /** Runs a command with nothing of the real user's environment but this home directory. */
  static Ran of(Path home, Map<String, String> environment, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        program(home, environment, args)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(args);
    return new Ran(exit, out.toString(), err.toString());
  }

  public static CommandLine program(Path home, Map<String, String> environment, String... args) {
    Map<String, String> complete = new HashMap<>(environment);
    complete.put("HOME", home.toString());
    Context context =
        new Context(
            complete,
            InputStream.nullInputStream(),
            Clock.systemUTC(),
            "dcmbulk",
            "0-test",
            Main.class);
    return Program.of(args, context);
  }
}
