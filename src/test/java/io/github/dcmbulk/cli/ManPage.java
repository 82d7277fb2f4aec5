package io.github.dcmbulk.cli;

import io.github.dcmbulk.cli.CommandTree.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Writes a command's manual page in the man(7) macros. picocli's own generator writes AsciiDoc,
 * which takes a converter many times the size of this program.
 */
final class ManPage {
  private static final String DATE = "2026-11-23";
  private static final String EXIT_STATUS =
      """
      .SH EXIT STATUS
      .TP
      0
      Every instance found is delivered, or held or left pending on purpose.
      .TP
      1
      Some instances could not be delivered; run again to continue.
      .TP
      2
      Wrong usage or configuration.
      .TP
      3
      The service refused the credentials or the scope.
      .TP
      4
      The service could not be reached, does not follow the protocol, or has a fault that affects every
      instance: the run ended, no instance is marked as failed for it, and instances that were not sent
      are pending.
      .TP
      5
      Another run holds the journal.
      .TP
      6
      Everything that can be sent is delivered, but some DICOM files were rejected.
      .TP
      130, 143
      Stopped by SIGINT or SIGTERM.
      """;
  private static final String ENVIRONMENT =
      """
      .SH ENVIRONMENT
      Every long option is an environment variable, too: \\-\\-api\\-url is DCMBULK_API_URL.
      The command line goes before the environment, and that before the configuration file.
      .TP
      DCMBULK_CLIENT_SECRET
      The client's secret, where no file holds it.
      .TP
      DCMBULK_JAVA_OPTS
      Options for the JVM, for example \\-Xmx1g.
      .SH FILES
      .TP
      ~/.config/dcmbulk/config.toml
      The configuration.
      .TP
      ~/.local/state/dcmbulk/journal.db
      The journal.
      """;

  private ManPage() {}

  /** The page's name, such as {@code dcmbulk-journal-export}. */
  static String name(Node node) {
    return ("dcmbulk " + node.path()).strip().replace(' ', '-');
  }

  static String page(Node node) {
    String name = name(node);
    StringBuilder page = new StringBuilder();
    page.append(".\\\" Generated from the commands, do not edit.\n");
    page.append(
        ".TH %s 1 %s dcmbulk \"dcmbulk manual\"%n".formatted(name.toUpperCase(Locale.ROOT), DATE));
    page.append(".SH NAME\n").append(roff(name)).append(" \\- ");
    page.append(roff(node.header().replaceFirst("\\.$", ""))).append("\n");
    page.append(".SH SYNOPSIS\n.nf\n").append(roff(synopsis(node))).append("\n.fi\n");
    commands(node, page);
    options(node, page);
    examples(node, page);
    if (node.path().equals("upload")) {
      page.append(EXIT_STATUS);
    }
    if (node.path().isEmpty() || node.path().equals("upload")) {
      page.append(ENVIRONMENT);
    }
    seeAlso(node, page);
    return page.toString();
  }

  private static String synopsis(Node node) {
    Help help = node.spec().commandLine().getHelp();
    return help.synopsis(0).strip().replaceAll("\\s+", " ");
  }

  private static void commands(Node node, StringBuilder page) {
    if (!node.children().isEmpty()) {
      page.append(".SH COMMANDS\n");
      for (Node child : node.children()) {
        page.append(".TP\n.B ").append(roff(child.name())).append("\n");
        page.append(roff(child.header())).append("\n");
      }
    }
  }

  private static void options(Node node, StringBuilder page) {
    Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
    node.options()
        .forEach(
            option ->
                groups
                    .computeIfAbsent(GroupedOptions.heading(option), heading -> new ArrayList<>())
                    .add(option));
    if (!groups.isEmpty()) {
      page.append(".SH OPTIONS\n");
    }
    groups.forEach(
        (heading, options) -> {
          if (groups.size() > 1) {
            page.append(".SS ").append(roff(heading)).append("\n");
          }
          options.forEach(option -> option(option, page));
        });
  }

  private static void option(OptionSpec option, StringBuilder page) {
    page.append(".TP\n\\fB").append(roff(String.join(", ", option.names()))).append("\\fR");
    if (CommandTree.takesValue(option)) {
      String label = roff(option.paramLabel());
      page.append(
          option.arity().min() == 0 ? "[=\\fI" + label + "\\fR]" : "=\\fI" + label + "\\fR");
    }
    page.append("\n").append(roff(CommandTree.description(option))).append("\n");
  }

  private static void examples(Node node, StringBuilder page) {
    List<String> lines = new ArrayList<>();
    for (String line : node.spec().usageMessage().footer()) {
      if (line.startsWith("  ")) {
        lines.add(roff(line.replace("%%", "%").substring(2)));
      }
    }
    if (!lines.isEmpty()) {
      page.append(".SH EXAMPLES\n.nf\n").append(String.join("\n", lines)).append("\n.fi\n");
    }
  }

  private static void seeAlso(Node node, StringBuilder page) {
    List<String> others = new ArrayList<>();
    if (!node.path().isEmpty()) {
      others.add("dcmbulk");
      node.children().forEach(child -> others.add(name(child)));
    } else {
      CommandTree.all(node.spec().commandLine()).stream()
          .skip(1)
          .map(ManPage::name)
          .forEach(others::add);
    }
    page.append(".SH SEE ALSO\n");
    for (int i = 0; i < others.size(); i++) {
      page.append(".BR ").append(roff(others.get(i))).append(" (1)");
      page.append(i < others.size() - 1 ? ",\n" : "\n");
    }
  }

  /** Text as roff: what would be a request, an escape or a typographic hyphen is none. */
  private static String roff(String text) {
    String escaped = text.replace("\\", "\\e").replace("-", "\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
