package io.github.dcmbulk.cli;

import io.github.dcmbulk.cli.CommandTree.Node;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Writes the completion script for fish; picocli knows bash and zsh only. */
final class FishCompletion {
  private static final String HELPERS =
      """
      # fish completion for dcmbulk; generated from its commands, do not edit.

      # The commands on the line so far, such as "journal export".
      function __dcmbulk_commands
          set -l found
          for word in (commandline -opc)[2..-1]
              set -l path (string join ' ' -- $found $word)
              contains -- $path $__dcmbulk_known; and set -a found $word
          end
          string join ' ' -- $found
      end

      function __dcmbulk_at
          set -l now (__dcmbulk_commands)
          test "$now" = "$argv[1]"
      end

      """;

  private FishCompletion() {}

  static String script(CommandLine program) {
    List<Node> nodes = CommandTree.all(program);
    StringBuilder script = new StringBuilder(HELPERS);
    script.append("set -g __dcmbulk_known");
    nodes.stream()
        .filter(node -> !node.path().isEmpty())
        .forEach(node -> script.append(" ").append(quoted(node.path())));
    script.append("\n");
    for (Node node : nodes) {
      script.append("\n");
      String condition = "complete -c dcmbulk -n " + quoted("__dcmbulk_at '" + node.path() + "'");
      if (!node.children().isEmpty()) {
        script.append(condition).append(" -f\n");
      }
      for (Node child : node.children()) {
        script.append(
            "%s -a %s -d %s%n".formatted(condition, child.name(), quoted(child.header())));
      }
      node.options().forEach(option -> script.append(condition).append(option(option)));
    }
    return script.toString();
  }

  private static String option(OptionSpec option) {
    StringBuilder line = new StringBuilder();
    for (String name : option.names()) {
      line.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
    }
    List<String> values = CommandTree.values(option);
    if (!values.isEmpty()) {
      line.append(" -x -a ").append(quoted(values.stream().collect(Collectors.joining(" "))));
    } else if (CommandTree.takesFile(option)) {
      line.append(" -r -F");
    } else if (CommandTree.takesValue(option)) {
      line.append(" -x");
    }
    return line + " -d " + quoted(CommandTree.description(option)) + "\n";
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
