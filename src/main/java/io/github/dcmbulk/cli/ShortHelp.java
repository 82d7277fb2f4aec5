package io.github.dcmbulk.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST;

import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * With {@code -h}, a command of many options shows those that most users need, on one screen;
 * {@code --help} shows them all.
 */
final class ShortHelp {
  /** Number of options from which on they do not fit on a screen. */
  private static final int MANY = 20;

  private static final Set<String> ESSENTIAL =
      Set.of(
          "--help",
          "--dry-run",
          "--output",
          "--api-url",
          "--token-url",
          "--client-id",
          "--client-secret-file",
          "--concurrency",
          "--limit-rate",
          "--proxy",
          "--include",
          "--exclude",
          "--files-from",
          "--strict",
          "--min-age",
          "--window",
          "--max-duration",
          "--journal",
          "--retry-failed",
          "--report",
          "--quiet",
          "--progress",
          "--log-file",
          "--profile");

  private ShortHelp() {}

  /** Shortens the help if {@code -h} requested it. */
  static void prepare(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    CommandSpec command = last.commandSpec();
    if (parsed.originalArgs().contains("-h") && command.options().size() >= MANY) {
      Map<String, IHelpSectionRenderer> sections = command.commandLine().getHelpSectionMap();
      sections.put(SECTION_KEY_OPTION_LIST, ShortHelp::essential);
      sections.put(SECTION_KEY_FOOTER, help -> more(command) + help.footer());
    }
  }

  private static String essential(Help help) {
    List<OptionSpec> options =
        help.commandSpec().options().stream()
            .filter(option -> ESSENTIAL.contains(option.longestName()))
            .toList();
    return String.format("%nThe most used options:%n") + help.optionListExcludingGroups(options);
  }

  private static String more(CommandSpec command) {
    int all = command.options().size();
    return String.format("%nAll %d options: %s --help%n", all, command.qualifiedName());
  }
}
