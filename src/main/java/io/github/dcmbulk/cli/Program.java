package io.github.dcmbulk.cli;

import io.github.dcmbulk.cli.command.RootCommand;
import io.github.dcmbulk.cli.config.Configuration;
import io.github.dcmbulk.cli.config.ConfigurationOptions;
import io.github.dcmbulk.cli.config.Keys;
import io.github.dcmbulk.cli.exit.Errors;
import io.github.dcmbulk.cli.option.BaseDirectories;
import io.github.dcmbulk.cli.run.Context;
import io.github.dcmbulk.cli.run.StandardOutput;
import io.github.dcmbulk.console.Cells;
import io.github.dcmbulk.model.UsageException;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Puts the commands together: names, defaults, errors and exit codes. */
final class Program {
  /** Options that make sense on a command line only. */
  private static final Set<String> NOT_CONFIGURABLE =
      Set.of(
          "help",
          "version",
          "config",
          "profile",
          "run",
          "all",
          "by",
          "now",
          "watch",
          "receipt",
          "debug",
          "expected",
          "incomplete",
          "level",
          "list",
          "path",
          "reason",
          "reason-code",
          "study",
          "undo",
          "overwrite",
          "send",
          "service",
          "yes",
          "instances",
          "size");

  /** Environment variables of dcmbulk that are no options. */
  private static final Set<String> NOT_OPTIONS =
      Set.of(
          "DCMBULK_CLIENT_SECRET",
          "DCMBULK_REFRESH_TOKEN",
          "DCMBULK_PROXY_PASSWORD",
          "DCMBULK_JOURNAL_PASSWORD",
          "DCMBULK_QIDO_PASSWORD",
          "DCMBULK_CONFIG",
          "DCMBULK_PROFILE",
          "DCMBULK_JAVA_OPTS");

  private Program() {}

  /** The program, ready to execute these arguments. */
  static CommandLine of(String[] args, Context context) {
    Commands commands = new Commands(context);
    List<CommandLine> needed = commands.neededFor(args);
    Configuration configuration = configuration(args, context, needed, commands);
    Commands.configured(needed).forEach(c -> c.setDefaultValueProvider(configuration));
    CommandLine root = new CommandLine(new RootCommand());
    needed.forEach(root::addSubcommand);
    Errors errors = new Errors(configuration);
    return root.setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOverwrittenOptionsAllowed(false)
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(100)
        .setUsageHelpLongOptionsMaxWidth(30)
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        .setExecutionStrategy(parsed -> execute(parsed, configuration));
  }

  private static Configuration configuration(
      String[] args, Context context, List<CommandLine> needed, Commands commands) {
    Configuration.Location location =
        ConfigurationOptions.locate(
            List.of(args),
            context.environment(),
            BaseDirectories.configuration(context.environment()).resolve("config.toml"));
    Keys keys =
        new Keys(Commands.keys(needed), () -> Commands.keys(commands.all()), NOT_CONFIGURABLE);
    return new Configuration(context.environment(), location, keys);
  }

  /** picocli ignores unknown arguments if help is requested. */
  private static void rejectUnknownCommand(CommandLine command) {
    List<String> unknown =
        command.getParseResult().unmatched().stream()
            .filter(word -> !word.startsWith("-"))
            .toList();
    if (!command.getSubcommands().isEmpty() && !unknown.isEmpty()) {
      throw new UnmatchedArgumentException(command, unknown);
    }
  }

  private static int execute(ParseResult parsed, Configuration configuration) {
    ShortHelp.prepare(parsed);
    CommandLine command = parsed.asCommandLineList().get(parsed.asCommandLineList().size() - 1);
    rejectUnknownCommand(command);
    Integer helped;
    try {
      helped = CommandLine.executeHelpRequest(parsed);
    } catch (StandardOutput.Failure e) {
      // The reader closed the pipe, as `dcmbulk --help | head` does.
      throw new ExecutionException(command, "help", e);
    }
    if (helped != null) {
      return helped;
    }
    if (command.getDefaultValueProvider() == configuration) {
      try {
        configuration.verify();
      } catch (UsageException e) {
        throw new ExecutionException(command, "configuration", e);
      }
      for (String unknown : configuration.unknownVariables(NOT_OPTIONS)) {
        command.getErr().println("warning: " + Cells.safe(unknown));
      }
    }
    return new CommandLine.RunLast().execute(parsed);
  }
}
