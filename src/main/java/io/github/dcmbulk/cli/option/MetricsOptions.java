package io.github.dcmbulk.cli.option;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the metrics of a run are written. */
public final class MetricsOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--metrics-file",
      paramLabel = "FILE",
      description = "Keep FILE up to date for the node exporter's textfile collector.")
  private @Nullable Path metricsFile;

  /** The file of metrics; null for none. */
  public @Nullable Path metricsFile() {
    return metricsFile;
  }

  /** A usage error: that file cannot be written. */
  public ParameterException unwritable(Path file) {
    return Flags.unwritable(command, "--metrics-file", file);
  }
}
