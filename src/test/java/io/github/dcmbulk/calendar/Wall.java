package io.github.dcmbulk.calendar;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneRules;

/**
 * Local times of the calendar {@code Mon-Fri 18:00-06:00, Sat-Sun 01:30-02:45, !Sun 02:00-02:20,
 * !01:50-01:55}: written by hand, without the code under test.
 */
final class Wall {
  private Wall() {}

  static boolean isAllowed(ZonedDateTime now) {
    DayOfWeek day = now.getDayOfWeek();
    boolean isWeekend = day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
    boolean isEvening = !isWeekend && !isBefore(now, 18, 0);
    boolean isAfterEvening =
        day != DayOfWeek.SUNDAY && day != DayOfWeek.MONDAY && isBefore(now, 6, 0);
    boolean isWeekendWindow = isWeekend && !isBefore(now, 1, 30) && isBefore(now, 2, 45);
    return (isEvening || isAfterEvening || isWeekendWindow) && !isForbidden(now);
  }

  static boolean isForbidden(ZonedDateTime now) {
    boolean onSunday =
        now.getDayOfWeek() == DayOfWeek.SUNDAY && !isBefore(now, 2, 0) && isBefore(now, 2, 20);
    return onSunday || (!isBefore(now, 1, 50) && isBefore(now, 1, 55));
  }

  private static boolean isBefore(ZonedDateTime now, int hour, int minute) {
    return now.toLocalTime().isBefore(LocalTime.of(hour, minute));
  }

  /** Whether the clocks change within two hours. */
  static boolean isNearChange(Instant now, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    return !rules
        .getOffset(now.minus(Duration.ofHours(2)))
        .equals(rules.getOffset(now.plus(Duration.ofHours(2))));
  }
}
