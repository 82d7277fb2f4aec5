package io.github.dcmbulk.cli;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Commands printed to be copied into a POSIX shell. */
final class ShellCommand {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=,@%+-]+");

  private ShellCommand() {}

  static String of(String program, String... arguments) {
    return of(program, List.of(arguments));
  }

  static String of(String program, List<String> arguments) {
    return arguments.isEmpty()
        ? quoted(program)
        : quoted(program)
            + " "
            + arguments.stream().map(ShellCommand::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
