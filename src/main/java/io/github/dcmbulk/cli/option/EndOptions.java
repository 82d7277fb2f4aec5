package io.github.dcmbulk.cli.option;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What follows a run. */
public final class EndOptions {
  @Option(
      names = "--on-end",
      paramLabel = "COMMAND",
      description =
          "A shell command that is run after the result, with the result's JSON on standard input;"
              + " it changes no exit code.")
  private @Nullable String command;

  /** The command for the shell of this system; null for none. */
  public @Nullable List<String> onEnd() {
    return command == null ? null : shell(command);
  }

  static List<String> shell(String line) {
    boolean isWindows =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    return isWindows ? List.of("cmd.exe", "/c", line) : List.of("/bin/sh", "-c", line);
  }
}
