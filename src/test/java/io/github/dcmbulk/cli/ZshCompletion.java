package io.github.dcmbulk.cli;

import io.github.dcmbulk.cli.CommandTree.Node;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Writes the completion script for zsh in its own terms, with descriptions. */
final class ZshCompletion {
  private ZshCompletion() {}

  static String script(CommandLine program) {
    StringBuilder script = new StringBuilder("#compdef dcmbulk\n");
    script.append("# zsh completion for dcmbulk; generated from its commands, do not edit.\n");
    for (Node node : CommandTree.all(program)) {
      script.append("\n").append(function(node)).append("() {\n");
      script.append(node.children().isEmpty() ? leaf(node) : group(node)).append("}\n");
    }
    return script
        + """

        if [ "$funcstack[1]" = _dcmbulk ]; then
          _dcmbulk "$@"
        else
          compdef _dcmbulk dcmbulk
        fi
        """;
  }

  private static String function(Node node) {
    return ("_dcmbulk " + node.path()).strip().replace(' ', '_');
  }

  private static String leaf(Node node) {
    String paths = node.spec().positionalParameters().isEmpty() ? "" : " \\\n    '*:path:_files'";
    return "  _arguments -S" + options(node) + paths + "\n";
  }

  private static String group(Node node) {
    StringBuilder text = new StringBuilder("  local curcontext=\"$curcontext\" state line\n");
    text.append("  _arguments -C").append(options(node));
    text.append(" \\\n    '1: :->command' \\\n    '*:: :->rest'\n");
    text.append("  case $state in\n    command)\n      local -a commands=(\n");
    for (Node child : node.children()) {
      String item = child.name() + ":" + child.header();
      text.append("        ").append(quoted(item)).append("\n");
    }
    text.append("      )\n      _describe -t commands command commands ;;\n");
    text.append("    rest)\n      case $words[1] in\n");
    for (Node child : node.children()) {
      text.append("        %s) %s ;;%n".formatted(child.name(), function(child)));
    }
    return text.append("      esac ;;\n  esac\n").toString();
  }

  private static String options(Node node) {
    StringBuilder text = new StringBuilder();
    for (OptionSpec option : node.options()) {
      for (String name : option.names()) {
        text.append(" \\\n    ").append(quoted(spec(option, name)));
      }
    }
    return text.toString();
  }

  private static String spec(OptionSpec option, String name) {
    String repeatable = option.isMultiValue() ? "*" : "";
    String description = escaped(CommandTree.description(option));
    if (!CommandTree.takesValue(option)) {
      return repeatable + name + "[" + description + "]";
    }
    List<String> values = CommandTree.values(option);
    String action =
        !values.isEmpty()
            ? "(" + String.join(" ", values) + ")"
            : CommandTree.takesFile(option) ? "_files" : " ";
    String assigned = name.startsWith("--") ? "=" : "";
    return "%s%s%s[%s]:%s:%s"
        .formatted(repeatable, name, assigned, description, escaped(option.paramLabel()), action);
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
