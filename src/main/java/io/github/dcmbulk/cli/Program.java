package io.github.dcmbulk.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST;

import io.github.dcmbulk.cli.config.Configuration;
import io.github.dcmbulk.cli.config.ConfigurationOptions;
import io.github.dcmbulk.cli.option.BaseDirectories;
import io.github.dcmbulk.cli.option.LogOptions;
import io.github.dcmbulk.cli.option.ProgressOptions;
import io.github.dcmbulk.cli.option.ReportOptions;
import io.github.dcmbulk.model.UsageException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Puts the commands together: names, defaults, errors and exit codes. */
final class Program {
  /** Options that make sense on a command line only. */
  private static final Set<String> NOT_CONFIGURABLE =
      Set.of(
          "help", "version", "config", "profile", "run", "all", "debug", "dry-run", "force",
          "send");

  private Program() {}

  /** The whole program, ready to execute these arguments. */
  static CommandLine of(String[] args, Context context) {
    CommandLine upload = new CommandLine(new UploadCommand(context));
    CommandLine check = new CommandLine(new CheckCommand(context));
    CommandLine status = new CommandLine(new StatusCommand(context));
    CommandLine report = new CommandLine(new ReportCommand(context));
    CommandLine explain = new CommandLine(new ExplainCommand());
    CommandLine doctor = new CommandLine(new DoctorCommand(context));
    CommandLine show = new CommandLine(new ConfigShowCommand(context));
    show.addMixin("report", new ReportOptions());
    show.addMixin("progress", new ProgressOptions());
    show.addMixin("log", new LogOptions());
    CommandLine config = new CommandLine(new ConfigCommand()).addSubcommand(show);

    CommandLine export = new CommandLine(new JournalExportCommand(context));
    CommandLine verify = new CommandLine(new JournalVerifyCommand(context));
    CommandLine prune = new CommandLine(new JournalPruneCommand(context));
    CommandLine journal =
        new CommandLine(new JournalCommand())
            .addSubcommand(export)
            .addSubcommand(verify)
            .addSubcommand(prune);

    List<CommandLine> configured =
        List.of(upload, check, status, report, explain, doctor, show, export, verify, prune);
    configured.forEach(command -> command.addMixin("configuration", new ConfigurationOptions()));
    Configuration configuration = configuration(args, context, configured);
    for (CommandLine command : configured) {
      command.setDefaultValueProvider(configuration);
      command.getHelpSectionMap().put(SECTION_KEY_OPTION_LIST, new GroupedOptions());
    }

    CommandLine root =
        new CommandLine(new RootCommand())
            .addSubcommand(upload)
            .addSubcommand(check)
            .addSubcommand(status)
            .addSubcommand(report)
            .addSubcommand(explain)
            .addSubcommand(doctor)
            .addSubcommand(journal)
            .addSubcommand(new CommandLine(new SandboxCommand()))
            .addSubcommand(new CommandLine(new SampleCommand()))
            .addSubcommand(config);
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
      String[] args, Context context, List<CommandLine> commands) {
    Set<String> keys = new TreeSet<>();
    for (CommandLine command : commands) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        keys.add(Configuration.key(option));
      }
    }
    keys.removeAll(NOT_CONFIGURABLE);
    Configuration.Location location =
        ConfigurationOptions.locate(
            List.of(args),
            context.environment(),
            BaseDirectories.configuration(context.environment()).resolve("config.toml"));
    return new Configuration(context.environment(), location, keys);
  }

  private static int execute(ParseResult parsed, Configuration configuration) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    CommandLine command = parsed.asCommandLineList().get(parsed.asCommandLineList().size() - 1);
    if (command.getDefaultValueProvider() == configuration) {
      try {
        configuration.verify();
      } catch (UsageException e) {
        throw new ExecutionException(command, "configuration", e);
      }
    }
    return new CommandLine.RunLast().execute(parsed);
  }
}
