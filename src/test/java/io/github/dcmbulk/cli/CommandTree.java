package io.github.dcmbulk.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What completions and man pages are made of: the commands and options as they are declared. */
final class CommandTree {
  private CommandTree() {}

  /**
   * A command.
   *
   * @param path its words after the program's name: {@code journal export}; empty for the program
   */
  record Node(String path, CommandSpec spec) {
    String header() {
      return String.join(" ", spec.usageMessage().header());
    }

    List<Node> children() {
      List<Node> children = new ArrayList<>();
      spec.subcommands()
          .forEach(
              (name, line) ->
                  children.add(new Node((path + " " + name).strip(), line.getCommandSpec())));
      return children;
    }

    List<OptionSpec> options() {
      return spec.options().stream().filter(option -> !option.hidden()).toList();
    }

    String name() {
      return spec.name();
    }
  }

  /** The program and all commands below it. */
  static List<Node> all(CommandLine program) {
    List<Node> nodes = new ArrayList<>();
    collect(new Node("", program.getCommandSpec()), nodes);
    return nodes;
  }

  private static void collect(Node node, List<Node> nodes) {
    nodes.add(node);
    node.children().forEach(child -> collect(child, nodes));
  }

  /** What an option does, as one line. */
  static String description(OptionSpec option) {
    return String.join(" ", option.description()).replace("%%", "%").replace("%n", " ").strip();
  }

  /** The values that an option can have, when they are few. */
  static List<String> values(OptionSpec option) {
    Class<?> type = option.isMultiValue() ? option.auxiliaryTypes()[0] : option.type();
    if (!type.isEnum()) {
      return List.of();
    }
    List<String> values = new ArrayList<>();
    for (Object value : type.getEnumConstants()) {
      values.add(value.toString().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    return values;
  }

  static boolean takesValue(OptionSpec option) {
    return option.arity().max() > 0;
  }

  static boolean takesFile(OptionSpec option) {
    String label = option.paramLabel();
    return label.startsWith("FILE")
        || label.startsWith("DIR")
        || label.startsWith("PEM")
        || label.startsWith("PATH");
  }
}
