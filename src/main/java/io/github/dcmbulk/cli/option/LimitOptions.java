package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.upload.RunLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Limits that end a run. */
public final class LimitOptions {
  @Option(
      names = "--window",
      paramLabel = "HH:MM-HH:MM",
      converter = WindowConverter.class,
      description = "Upload only at these hours, local time; the rest stays pending.")
  private RunLimits.@Nullable Window window;

  @Option(
      names = "--max-duration",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "Start no study after this time; the rest stays pending.")
  private @Nullable Duration maxDuration;

  @Option(
      names = "--max-errors",
      paramLabel = "N|N%",
      converter = MaxErrorsConverter.class,
      description = "Stop a run in which more instances than this fail.")
  private RunLimits.@Nullable MaxErrors maxErrors;

  @Option(
      names = "--grace",
      paramLabel = "DURATION",
      defaultValue = "30s",
      converter = DurationConverter.class,
      description =
          "Time for uploads in progress to finish when the run is stopped (default:"
              + " ${DEFAULT-VALUE}).")
  private Duration grace;

  @Option(
      names = "--wait-lock",
      paramLabel = "DURATION",
      defaultValue = "0",
      converter = DurationConverter.class,
      description = "How long to wait for another run that holds the journal.")
  private Duration waitLock;

  /** The engine's limits. */
  public RunLimits toLimits() {
    return new RunLimits(maxDuration, window, maxErrors, grace, waitLock);
  }
}
