package io.github.dcmbulk.cli;

import io.github.dcmbulk.cli.CommandTree.Node;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Writes the completion script for bash. picocli's own takes options of one command whose values
 * are labelled alike for one another, and offers values as Java spells them.
 */
final class BashCompletion {
  private static final String BEGIN =
      """
      # bash completion for dcmbulk; generated from its commands, do not edit.

      _dcmbulk() {
        local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
        local command='' names='' options='' values='' free='' i
        COMPREPLY=()
        # What stands on both sides of an equals sign arrives as three words.
        if [[ $cur == '=' ]]; then
          cur=''
        elif [[ $prev == '=' ]] && ((COMP_CWORD > 2)); then
          prev=${COMP_WORDS[COMP_CWORD - 2]}
        fi
        for ((i = 1; i < COMP_CWORD; i++)); do
          case "$command ${COMP_WORDS[i]}" in
            %s)
              command="${command:+$command }${COMP_WORDS[i]}" ;;
          esac
        done
        case $command in
      """;

  private static final String END =
      """
        esac
        if [[ -n $values ]]; then
          COMPREPLY=($(compgen -W "$values" -- "$cur"))
        elif [[ -n $free ]]; then
          compopt +o default 2>/dev/null
        elif [[ $cur == -* ]]; then
          COMPREPLY=($(compgen -W "$options" -- "$cur"))
        elif [[ -n $names ]]; then
          COMPREPLY=($(compgen -W "$names" -- "$cur"))
          compopt +o default 2>/dev/null
        fi
        # Where nothing is found, readline looks for files.
      }
      complete -o default -F _dcmbulk dcmbulk
      """;

  private BashCompletion() {}

  static String script(CommandLine program) {
    List<Node> nodes = CommandTree.all(program);
    String words =
        nodes.stream()
            .map(Node::path)
            .filter(path -> !path.isEmpty())
            .map(path -> path.contains(" ") ? "'" + path + "'" : "' " + path + "'")
            .collect(Collectors.joining(" | "));
    StringBuilder script = new StringBuilder(BEGIN.formatted(words));
    nodes.forEach(node -> script.append(command(node)));
    return script + END;
  }

  private static String command(Node node) {
    StringBuilder text = new StringBuilder("    '%s')%n".formatted(node.path()));
    text.append("      names='").append(joined(node.children().stream().map(Node::name).toList()));
    text.append("'\n      options='").append(joined(names(node.options()))).append("'\n");
    StringBuilder cases = new StringBuilder();
    for (OptionSpec option : node.options()) {
      List<String> values = CommandTree.values(option);
      if (!values.isEmpty()) {
        cases.append(
            "        %s) values='%s' ;;%n".formatted(pattern(List.of(option)), joined(values)));
      }
    }
    List<OptionSpec> files = node.options().stream().filter(CommandTree::takesFile).toList();
    List<OptionSpec> free =
        node.options().stream()
            .filter(CommandTree::takesValue)
            .filter(option -> !CommandTree.takesFile(option))
            .filter(option -> CommandTree.values(option).isEmpty())
            .toList();
    if (!files.isEmpty()) {
      cases.append("        %s) return ;;%n".formatted(pattern(files)));
    }
    if (!free.isEmpty()) {
      cases.append("        %s) free=1 ;;%n".formatted(pattern(free)));
    }
    if (!cases.isEmpty()) {
      text.append("      case $prev in\n").append(cases).append("      esac\n");
    }
    return text + "      ;;\n";
  }

  private static List<String> names(List<OptionSpec> options) {
    return options.stream().flatMap(option -> List.of(option.names()).stream()).toList();
  }

  private static String pattern(List<OptionSpec> options) {
    return String.join(" | ", names(options));
  }

  private static String joined(List<String> words) {
    return String.join(" ", words);
  }
}
