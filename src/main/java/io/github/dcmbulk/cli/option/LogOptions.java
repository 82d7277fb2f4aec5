package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.cli.log.Logging;
import java.nio.file.Files;
import java.nio.file.Path;
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
      description = "Log to FILE, too; rotated, compressed and pruned.")
  private @Nullable Path file;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json (default: ${DEFAULT-VALUE}).")
  private Logging.Format format;

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
    if (file != null) {
      Path directory = file.toAbsolutePath().getParent();
      if (Files.isDirectory(file) || directory == null || !Files.isWritable(directory)) {
        throw Flags.wrong(command, "--log-file: " + file + " cannot be written; check the path");
      }
    }
    Logging.apply(new Logging.Settings(level, file, format, debug));
  }
}
