package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.cli.log.Logging;
import io.github.dcmbulk.file.RollingFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What is logged. */
public final class LogOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      description =
          "error, warn, info or debug (default: warn on standard error, info in a log file).")
  private @Nullable Level level;

  @Option(
      names = "--log-file",
      paramLabel = "FILE",
      description = "Also log to FILE; rotated daily and by size, compressed, pruned.")
  private @Nullable Path file;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json (default: ${DEFAULT-VALUE}).")
  private Logging.LogFormat format;

  @Option(
      names = "--log-max-size",
      paramLabel = "SIZE",
      defaultValue = "50MB",
      converter = BytesConverter.class,
      description = "Rotate a log file that would grow beyond this (default: ${DEFAULT-VALUE}).")
  private long maxSize;

  @Option(
      names = "--log-keep",
      paramLabel = "DURATION",
      defaultValue = "30d",
      converter = DurationConverter.class,
      description =
          "Delete rotated log files after this long, or beyond 1 GB (default: ${DEFAULT-VALUE}).")
  private Duration keep;

  @Option(names = "--debug", fallbackValue = "true", description = "Show stack traces of errors.")
  private boolean debug;

  /** Whether an unexpected error is shown with its stack trace. */
  public boolean isDebug() {
    return debug;
  }

  /** The log file; null for none. */
  public @Nullable Path file() {
    return file;
  }

  /** Starts to log that way. */
  public void apply() {
    Logging.apply(new Logging.Settings(level, file == null ? null : opened(file), format, debug));
  }

  private RollingFile opened(Path path) {
    try {
      RollingFile.Policy policy = new RollingFile.Policy(maxSize, true, keep);
      return RollingFile.open(path, policy, Clock.systemUTC());
    } catch (IOException e) {
      throw Flags.unwritable(command, "--log-file", path);
    }
  }
}
