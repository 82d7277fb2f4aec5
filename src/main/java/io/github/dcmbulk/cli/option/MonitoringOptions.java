package io.github.dcmbulk.cli.option;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Files that others watch a run by. */
public final class MonitoringOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--audit-log",
      paramLabel = "FILE",
      description =
          "Append a JSON line for every URL issued and every upload; the run stops if it cannot.")
  private @Nullable Path auditLog;

  @Option(
      names = "--metrics-file",
      paramLabel = "FILE",
      description = "Keep FILE up to date for the node exporter's textfile collector.")
  private @Nullable Path metricsFile;

  /** The audit log; null for none. */
  public @Nullable Path auditLog() {
    return auditLog;
  }

  /** The file of metrics; null for none. */
  public @Nullable Path metricsFile() {
    return metricsFile;
  }

  /** A usage error: that option's file cannot be written. */
  public ParameterException unwritable(String option, Path file) {
    return Flags.wrong(command, option + ": " + file + " cannot be written; check the path");
  }
}
