package io.github.dcmbulk.throttle;

import io.github.dcmbulk.calendar.WeekCalendar;
import java.time.ZoneId;
import java.util.List;

/**
 * Rates by time of the week: the first rule whose calendar includes the time applies; without such
 * a rule there is no limit.
 *
 * @param rules by descending precedence
 */
public record RateTimetable(List<Rule> rules) {
  /** A rate that means no limit. */
  public static final long UNLIMITED = 0;

  /** No limit at any time. */
  public static final RateTimetable NONE = new RateTimetable(List.of());

  /**
   * A rate and its calendar.
   *
   * @param during when the rate applies
   * @param bytesPerSecond the rate in bytes per second; {@link #UNLIMITED} for none
   */
  public record Rule(WeekCalendar during, long bytesPerSecond) {}

  /** Copies the rules. */
  public RateTimetable {
    rules = List.copyOf(rules);
  }

  /**
   * Reads a rate or a timetable: {@code 20MB}, {@code 07:00 20Mbit, 19:00 off}, {@code Mon-Fri
   * 07:00-19:00 20Mbit, 100Mbit} or {@code 20Mbit during Mon-Fri 07:00-19:00; 100Mbit}.
   *
   * @throws IllegalArgumentException the text has none of these forms; the message says what is
   *     wrong
   */
  public static RateTimetable parse(String text) {
    return new RateTimetableParser(text).timetable();
  }

  /** The timetable in a time zone. */
  public RateSchedule in(ZoneId zone) {
    return new RateSchedule(this, zone);
  }
}
