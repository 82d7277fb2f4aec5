package io.github.dcmbulk.calendar;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses calendars. A period is {@code [!][DAYS] HH:MM-HH:MM [ZONE]}, DAYS one weekday or {@code
 * Mon-Fri}; periods are separated by commas. Messages name the part that is wrong.
 */
final class CalendarParser {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Pattern HOURS = Pattern.compile("([0-9:.]+)-([0-9:.]+)");

  private final String text;

  CalendarParser(String text) {
    this.text = text;
  }

  WeekCalendar calendar() {
    List<Period> allowed = new ArrayList<>();
    List<Period> forbidden = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String period = part.strip().replace('\u2013', '-').replaceAll("\\s+-\\s+", "-");
      if (period.startsWith("!")) {
        forbidden.add(period(period, period.substring(1).strip()));
      } else {
        allowed.add(period(period, period));
      }
    }
    return new WeekCalendar(allowed, forbidden);
  }

  /**
   * Parses one period.
   *
   * @param part the text as written, for messages
   * @param words the text without its mark
   */
  private static Period period(String part, String words) {
    String[] each = words.split("\\s+", -1);
    int hoursAt = 0;
    while (hoursAt < each.length && !startsWithDigit(each[hoursAt])) {
      hoursAt++;
    }
    if (hoursAt == each.length) {
      throw wrong(part, "it has no hours such as 18:00-06:00");
    } else if (hoursAt > 1) {
      throw wrong(part, "'" + each[1] + "' is not expected between the days and the hours");
    } else if (each.length > hoursAt + 2) {
      throw wrong(part, "'" + each[hoursAt + 2] + "' is not expected after the time zone");
    }
    Set<DayOfWeek> days = hoursAt == 0 ? EnumSet.allOf(DayOfWeek.class) : days(part, each[0]);
    ZoneId zone = each.length == hoursAt + 2 ? zone(part, each[hoursAt + 1]) : null;
    return hours(part, each[hoursAt], days, zone);
  }

  private static boolean startsWithDigit(String word) {
    return !word.isEmpty() && word.charAt(0) >= '0' && word.charAt(0) <= '9';
  }

  private static Period hours(
      String part, String hours, Set<DayOfWeek> days, @Nullable ZoneId zone) {
    Matcher ends = HOURS.matcher(hours);
    if (!ends.matches()) {
      throw wrong(part, "'" + hours + "' is no span of time such as 18:00-06:00");
    }
    LocalTime from = time(part, ends.group(1));
    boolean isToMidnight = ends.group(2).equals("24:00");
    LocalTime to = isToMidnight ? LocalTime.MIDNIGHT : time(part, ends.group(2));
    Duration length = Duration.between(from, to);
    if (length.isZero() && !isToMidnight) {
      throw wrong(part, "'" + hours + "' ends when it begins; the whole day is 00:00-24:00");
    }
    boolean isNextDay = length.isNegative() || length.isZero();
    return new Period(days, from, isNextDay ? length.plus(DAY) : length, zone);
  }

  private static LocalTime time(String part, String text) {
    try {
      return LocalTime.parse(text.length() == 4 ? "0" + text : text);
    } catch (DateTimeException e) {
      throw wrong(part, "'" + text + "' is no time of day; write it as 18:00-06:00");
    }
  }

  /** Parses {@code Mon} or {@code Mon-Fri}; {@code Fri-Mon} includes the weekend. */
  private static Set<DayOfWeek> days(String part, String text) {
    String[] ends = text.split("-", -1);
    if (ends.length > 2) {
      throw wrong(part, "'" + text + "' is no weekday; write Mon or Mon-Fri");
    }
    DayOfWeek first = day(part, ends[0]);
    DayOfWeek last = day(part, ends[ends.length - 1]);
    Set<DayOfWeek> days = EnumSet.of(first);
    for (DayOfWeek day = first; day != last; day = day.plus(1)) {
      days.add(day.plus(1));
    }
    return days;
  }

  private static DayOfWeek day(String part, String text) {
    String name = text.toUpperCase(Locale.ROOT);
    for (DayOfWeek day : DayOfWeek.values()) {
      if (name.equals(day.name()) || name.equals(day.name().substring(0, 3))) {
        return day;
      }
    }
    throw wrong(part, "'" + text + "' is no weekday; write Mon, Tue, Wed, Thu, Fri, Sat or Sun");
  }

  private static ZoneId zone(String part, String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw wrong(part, "'" + text + "' is no time zone such as America/New_York");
    }
  }

  private static IllegalArgumentException wrong(String part, String why) {
    return new IllegalArgumentException("in '" + part + "': " + why);
  }
}
