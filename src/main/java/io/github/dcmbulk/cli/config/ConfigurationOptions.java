package io.github.dcmbulk.cli.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * Which configuration is used. Read ahead of all other options, whose values may depend on it, and
 * then once more as part of the command.
 */
public final class ConfigurationOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration file in TOML (default: $XDG_CONFIG_HOME/dcmbulk/config.toml).")
  private @Nullable Path file;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "Use the table [profile.NAME] of the configuration file.")
  private @Nullable String profile;

  /** Where these arguments, or else this environment, say that the configuration is. */
  public static Configuration.Location locate(
      List<String> arguments, Map<String, String> environment, Path standardFile) {
    ConfigurationOptions options = new ConfigurationOptions();
    try {
      new CommandLine(options)
          .setExpandAtFiles(false)
          .setUnmatchedArgumentsAllowed(true)
          .setOverwrittenOptionsAllowed(true)
          .parseArgs(arguments.toArray(String[]::new));
    } catch (CommandLine.ParameterException e) {
      // The command's own parser finds the same error and reports it.
      return new Configuration.Location(standardFile, false, null);
    }
    String variable = environment.get("DCMBULK_CONFIG");
    Path file = options.file;
    if (file == null && variable != null && !variable.isEmpty()) {
      file = Path.of(variable);
    }
    String chosen = options.profile == null ? environment.get("DCMBULK_PROFILE") : options.profile;
    return file == null
        ? new Configuration.Location(standardFile, false, chosen)
        : new Configuration.Location(file, true, chosen);
  }
}
