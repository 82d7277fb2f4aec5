package io.github.dcmbulk.cli.exit;

import io.github.dcmbulk.cli.config.Configuration;
import io.github.dcmbulk.metrics.RunMetrics;
import io.github.dcmbulk.model.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Puts an upload that could not begin, or broke off, into the metrics as far as their file is
 * known: a night's job that fails at its configuration is seen nowhere else.
 */
public final class FailedStartMetrics {
  private FailedStartMetrics() {}

  /** Writes the metrics of an upload that ended before it had a result. */
  public static void record(CommandLine command, Configuration configuration, int exit) {
    Path file = metricsFile(command, configuration);
    if (file == null) {
      return;
    }
    try {
      RunMetrics.recordFailure(file, Clock.systemUTC(), exit);
    } catch (IOException e) {
      // A usage error may be this one: then it has been reported already.
      if (exit != ExitCode.USAGE.code()) {
        command.getErr().println("warning: --metrics-file: " + file + " cannot be written");
      }
      command.getErr().flush();
    }
  }

  private static @Nullable Path metricsFile(CommandLine command, Configuration configuration) {
    OptionSpec option = command.getCommandSpec().findOption("--metrics-file");
    if (option == null || !command.getCommandName().equals("upload")) {
      return null;
    }
    if (option.getValue() instanceof Path given) {
      return given;
    }
    Configuration.Setting setting = configuration.setting(Configuration.key(option));
    return setting == null ? null : Path.of(setting.values().get(0));
  }
}
