package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.calendar.WeekCalendar;
import io.github.dcmbulk.upload.settings.RunLimits;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Limits that end a run. */
public final class LimitOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--window",
      paramLabel = "CALENDAR",
      converter = WindowConverter.class,
      description =
          "Upload only then, the rest stays pending: 18:00-06:00, or days as well: 'Mon-Fri"
              + " 18:00-06:00, !Tue 00:00-04:00'.")
  private @Nullable WeekCalendar window;

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

  /** When a run may upload; null for always. */
  @Nullable WeekCalendar window() {
    return window;
  }

  /**
   * The engine's limits.
   *
   * @param clock in the time zone of the window
   */
  public RunLimits toLimits(Clock clock) {
    if (window != null && !window.isEverOpen(clock.instant(), clock.getZone())) {
      throw Flags.wrong(command, "--window forbids all the time that it allows");
    }
    return new RunLimits(maxDuration, window, maxErrors, grace, waitLock);
  }
}
