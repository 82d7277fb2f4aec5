package io.github.dcmbulk.cli.exit;

import io.github.dcmbulk.cli.config.Configuration;
import io.github.dcmbulk.cli.log.Logging;
import io.github.dcmbulk.cli.run.RunEnvironment;
import io.github.dcmbulk.cli.run.RunEvents;
import io.github.dcmbulk.file.RollingFile;
import io.github.dcmbulk.journal.RunFacts;
import io.github.dcmbulk.model.ExitCode;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Logs an upload whose options could not be read, as far as its log file is known: a job that fails
 * at its configuration should not leave an empty log.
 */
public final class FailedStartLog {
  /** As the defaults of {@code --log-max-size} and {@code --log-keep}. */
  private static final RollingFile.Policy POLICY =
      new RollingFile.Policy(50_000_000, true, Duration.ofDays(30));

  private FailedStartLog() {}

  /** Logs the begin and the result of that upload, unless a log is written already. */
  public static void record(CommandLine command, Configuration configuration, String why) {
    if (!command.getCommandName().equals("upload") || Logging.hasFile()) {
      return;
    }
    try {
      String file = value(command, configuration, "--log-file");
      if (file != null) {
        RollingFile log = RollingFile.open(Path.of(file), POLICY, Clock.systemUTC());
        String format = value(command, configuration, "--log-format");
        boolean isJson = "json".equalsIgnoreCase(format);
        Logging.apply(
            new Logging.Settings(
                null, log, isJson ? Logging.LogFormat.JSON : Logging.LogFormat.TEXT, false));
        RunEvents.begin(new RunFacts(RunEnvironment.environment(), Map.of()), null);
        new RunEvents(Clock.systemUTC()).failed(ExitCode.USAGE.code(), why);
      }
    } catch (IOException | InvalidPathException e) {
      command.getErr().println("warning: --log-file cannot be written: " + e.getMessage());
      command.getErr().flush();
    }
  }

  private static @Nullable String value(
      CommandLine command, Configuration configuration, String name) {
    OptionSpec option = command.getCommandSpec().findOption(name);
    if (option == null) {
      return null;
    }
    if (!option.originalStringValues().isEmpty()) {
      return option.originalStringValues().get(0);
    }
    Configuration.Setting setting = configuration.setting(Configuration.key(option));
    return setting == null ? null : setting.values().get(0);
  }
}
