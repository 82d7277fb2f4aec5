package io.github.dcmbulk.cli.run;

import io.github.dcmbulk.calendar.OpenHours;
import io.github.dcmbulk.calendar.WeekCalendar;
import io.github.dcmbulk.calendar.WeekCalendar.InDoubt;
import io.github.dcmbulk.model.Forecast;
import io.github.dcmbulk.model.Inventory;
import io.github.dcmbulk.model.Pace;
import io.github.dcmbulk.throttle.RateSchedule;
import io.github.dcmbulk.throttle.RateTimetable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a dry run finds to be sent, how long that takes, and when it may be sent. */
public final class ForecastTally {
  /** One for the URL and one for the upload. */
  private static final long REQUESTS = 2;

  /** Longer times are not shown to the minute. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private static final Duration SHOWN = Duration.ofDays(7);

  private final Instant now;
  private final ZoneId zone;
  private final @Nullable RateTimetable limit;
  private final @Nullable WeekCalendar window;

  /**
   * Calculates from now on.
   *
   * @param clock in the zone of the calendars
   * @param limit the rate limit; null for none
   * @param window when uploads are allowed; null for always
   */
  public ForecastTally(Clock clock, @Nullable RateTimetable limit, @Nullable WeekCalendar window) {
    this.now = clock.instant();
    this.zone = clock.getZone();
    this.limit = limit;
    this.window = window;
  }

  /**
   * The forecast for so many instances to be sent.
   *
   * @param bytes their length
   * @param pace of the last run; null where none is known
   * @param inventory the instances by modality, year and size; null where not known
   */
  public Forecast forecast(
      long instances, long bytes, @Nullable Pace pace, @Nullable Inventory inventory) {
    return new Forecast(
        instances,
        bytes,
        REQUESTS * instances,
        limit == null ? null : duration(bytes, limit.in(zone)),
        pace,
        window == null ? null : windows(window),
        inventory);
  }

  private List<Forecast.Window> windows(WeekCalendar calendar) {
    return new OpenHours(calendar, zone, InDoubt.CLOSED)
        .open(now, SHOWN.plusDays(2)).stream()
            .filter(span -> span.from().isBefore(now.plus(SHOWN)))
            .map(span -> new Forecast.Window(span.from().atZone(zone), span.until().atZone(zone)))
            .toList();
  }

  /** Follows the timetable until all is sent; a period without a limit takes no time. */
  private Duration duration(long bytes, RateSchedule schedule) {
    Duration elapsed = Duration.ZERO;
    double left = bytes;
    while (left > 0 && elapsed.compareTo(LONGEST) < 0) {
      Instant time = now.plus(elapsed);
      long rate = schedule.at(time);
      if (rate == RateTimetable.UNLIMITED) {
        return elapsed;
      }
      Duration slot = Duration.between(time, schedule.changesAt(time));
      double needed = left / rate;
      if (needed <= slot.toSeconds()) {
        return elapsed.plusMillis(Math.round(needed * 1000));
      }
      left -= rate * (slot.toMillis() / 1000.0);
      elapsed = elapsed.plus(slot);
    }
    return elapsed;
  }
}
