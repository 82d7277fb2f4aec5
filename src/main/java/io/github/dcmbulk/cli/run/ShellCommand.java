package io.github.dcmbulk.cli.run;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Commands printed to be copied into a POSIX shell. */
final class ShellCommand {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=,@%+-]+");

  /** A byte 0xNN of a file name that is not UTF-8 stands as the lone surrogate U+DCNN. */
  private static final int FIRST_LONE_BYTE = 0xDC80;

  private static final int LAST_LONE_BYTE = 0xDCFF;

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

  /**
   * As it is, in single quotes, or in the {@code $'...'} of bash, zsh and POSIX 2024 where it holds
   * bytes that would act on the terminal or are not UTF-8.
   */
  private static String quoted(String word) {
    if (PLAIN.matcher(word).matches()) {
      return word;
    }
    return word.codePoints().anyMatch(ShellCommand::mustBeEscaped)
        ? "$'" + escaped(word) + "'"
        : "'" + word.replace("'", "'\\''") + "'";
  }

  private static boolean mustBeEscaped(int c) {
    return Character.isISOControl(c) || (c >= FIRST_LONE_BYTE && c <= LAST_LONE_BYTE);
  }

  private static String escaped(String word) {
    StringBuilder escaped = new StringBuilder();
    word.codePoints()
        .forEach(
            c -> {
              if (mustBeEscaped(c) && c < 0x80) {
                escaped.append(String.format("\\x%02x", c));
              } else if (mustBeEscaped(c) && c < 0x100) {
                // Two bytes of UTF-8.
                escaped.append(String.format("\\xc2\\x%02x", c));
              } else if (mustBeEscaped(c)) {
                escaped.append(String.format("\\x%02x", c & 0xFF));
              } else if (c == '\'' || c == '\\') {
                escaped.append('\\').appendCodePoint(c);
              } else {
                escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }
}
