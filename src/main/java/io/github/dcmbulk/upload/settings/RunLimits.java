package io.github.dcmbulk.upload.settings;

import io.github.dcmbulk.calendar.WeekCalendar;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits that end a run.
 *
 * @param maxDuration no study is started after this time; null for no limit
 * @param window when uploads are allowed, in the zone of the run's clock; null for always
 * @param maxErrors a run that exceeds it stops; null for no limit
 * @param grace how long in-flight uploads may continue once the run is asked to stop
 * @param waitLock how long to wait for another run that holds the journal
 */
public record RunLimits(
    @Nullable Duration maxDuration,
    @Nullable WeekCalendar window,
    @Nullable MaxErrors maxErrors,
    Duration grace,
    Duration waitLock) {

  /** No limits, 30 s of grace, no waiting for the journal. */
  public static final RunLimits NONE =
      new RunLimits(null, null, null, Duration.ofSeconds(30), Duration.ZERO);

  /**
   * Largest accepted number of failed instances.
   *
   * @param count the number, or the percentage of instances tried
   * @param percent whether {@code count} is a percentage
   */
  public record MaxErrors(double count, boolean percent) {}
}
