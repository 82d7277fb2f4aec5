package io.github.dcmbulk.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST;

import io.github.dcmbulk.cli.command.BenchCommand;
import io.github.dcmbulk.cli.command.CheckCommand;
import io.github.dcmbulk.cli.command.ConfigCommand;
import io.github.dcmbulk.cli.command.ConfigShowCommand;
import io.github.dcmbulk.cli.command.ControlCommand;
import io.github.dcmbulk.cli.command.DoctorCommand;
import io.github.dcmbulk.cli.command.ExplainCommand;
import io.github.dcmbulk.cli.command.JournalBackupCommand;
import io.github.dcmbulk.cli.command.JournalCommand;
import io.github.dcmbulk.cli.command.JournalExportCommand;
import io.github.dcmbulk.cli.command.JournalImportCommand;
import io.github.dcmbulk.cli.command.JournalInitCommand;
import io.github.dcmbulk.cli.command.JournalPruneCommand;
import io.github.dcmbulk.cli.command.JournalVerifyCommand;
import io.github.dcmbulk.cli.command.ReconcileCommand;
import io.github.dcmbulk.cli.command.ReportCommand;
import io.github.dcmbulk.cli.command.SampleCommand;
import io.github.dcmbulk.cli.command.SandboxCommand;
import io.github.dcmbulk.cli.command.StatusCommand;
import io.github.dcmbulk.cli.command.UploadCommand;
import io.github.dcmbulk.cli.command.VerifyReceiptCommand;
import io.github.dcmbulk.cli.command.WaiveCommand;
import io.github.dcmbulk.cli.config.Configuration;
import io.github.dcmbulk.cli.config.ConfigurationOptions;
import io.github.dcmbulk.cli.option.AuditOptions;
import io.github.dcmbulk.cli.option.LogOptions;
import io.github.dcmbulk.cli.option.MetricsOptions;
import io.github.dcmbulk.cli.option.ProgressOptions;
import io.github.dcmbulk.cli.option.ReportOptions;
import io.github.dcmbulk.cli.run.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The commands. Each is created only when it is needed: creating one takes as long as the rest of
 * the start, and a process runs only one.
 */
final class Commands {
  /** Marks a command whose options can be configured. */
  private static final String CONFIGURATION = "configuration";

  /** The names of picocli's standard option for the version. */
  private static final Set<String> VERSION = Set.of("--version", "-V");

  private final Map<String, Supplier<CommandLine>> makers = new LinkedHashMap<>();

  Commands(Context context) {
    makers.put("upload", () -> configured(new UploadCommand(context)));
    makers.put("check", () -> configured(new CheckCommand(context)));
    makers.put("status", () -> configured(new StatusCommand(context)));
    makers.put("control", () -> configured(new ControlCommand(context)));
    makers.put("report", () -> configured(new ReportCommand(context)));
    makers.put("reconcile", () -> configured(new ReconcileCommand(context)));
    makers.put("waive", () -> configured(new WaiveCommand(context)));
    makers.put("verify-receipt", () -> new CommandLine(new VerifyReceiptCommand()));
    makers.put("explain", () -> configured(new ExplainCommand(context)));
    makers.put("doctor", () -> configured(new DoctorCommand(context)));
    makers.put("bench", () -> configured(new BenchCommand(context)));
    makers.put("journal", () -> journal(context));
    makers.put("sandbox", () -> new CommandLine(new SandboxCommand()));
    makers.put("sample", () -> new CommandLine(new SampleCommand()));
    makers.put("config", () -> config(context));
  }

  /**
   * The commands to create: the one that the arguments begin with; none for the version; all if
   * they begin with anything else.
   */
  List<CommandLine> neededFor(String[] args) {
    if (args.length == 1 && VERSION.contains(args[0])) {
      return List.of();
    }
    Supplier<CommandLine> named = args.length == 0 ? null : makers.get(args[0]);
    return named == null ? all() : List.of(named.get());
  }

  /** All of them, in the order of the help. */
  List<CommandLine> all() {
    return makers.values().stream().map(Supplier::get).toList();
  }

  /** Those of the commands and their subcommands whose options can be configured. */
  static List<CommandLine> configured(List<CommandLine> commands) {
    return commands.stream()
        .flatMap(c -> Stream.concat(Stream.of(c), c.getSubcommands().values().stream()))
        .filter(c -> c.getMixins().containsKey(CONFIGURATION))
        .toList();
  }

  /** The keys of the options of those commands that can be configured. */
  static Set<String> keys(List<CommandLine> commands) {
    Set<String> keys = new TreeSet<>();
    for (CommandLine command : configured(commands)) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        keys.add(Configuration.key(option));
      }
    }
    return keys;
  }

  private static CommandLine journal(Context context) {
    return new CommandLine(new JournalCommand())
        .addSubcommand(configured(new JournalInitCommand(context)))
        .addSubcommand(configured(new JournalBackupCommand(context)))
        .addSubcommand(configured(new JournalExportCommand(context)))
        .addSubcommand(configured(new JournalVerifyCommand(context)))
        .addSubcommand(configured(new JournalPruneCommand(context)))
        .addSubcommand(configured(new JournalImportCommand(context)));
  }

  private static CommandLine config(Context context) {
    CommandLine show = new CommandLine(new ConfigShowCommand(context));
    show.addMixin("report", new ReportOptions());
    show.addMixin("progress", new ProgressOptions());
    show.addMixin("audit", new AuditOptions());
    show.addMixin("metrics", new MetricsOptions());
    show.addMixin("log", new LogOptions());
    return new CommandLine(new ConfigCommand()).addSubcommand(configured(show));
  }

  private static CommandLine configured(Object command) {
    return configured(new CommandLine(command));
  }

  private static CommandLine configured(CommandLine command) {
    command.addMixin(CONFIGURATION, new ConfigurationOptions());
    command.getHelpSectionMap().put(SECTION_KEY_OPTION_LIST, new GroupedOptions());
    return command;
  }
}
