package io.github.dcmbulk.throttle;

import io.github.dcmbulk.calendar.Period;
import io.github.dcmbulk.calendar.WeekCalendar;
import io.github.dcmbulk.throttle.RateTimetable.Rule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses rates and timetables of rates. Messages name the part that is wrong. */
final class RateTimetableParser {
  private static final WeekCalendar ALWAYS = new WeekCalendar(List.of(), List.of());
  private static final Pattern DURING = Pattern.compile("(.*?)\\s+during\\s+(.*)");
  private static final Pattern SWITCH =
      Pattern.compile("(?:([A-Za-z]+(?:-[A-Za-z]+)?)\\s+)?([0-9]{1,2}:[0-9]{2})\\s+(.+)");
  private static final Pattern PERIOD =
      Pattern.compile("([^0-9]*[0-9]{1,2}:[0-9]{2}\\s*-\\s*[0-9]{1,2}:[0-9]{2})\\s+(.+)");
  private static final Pattern HAS_PERIOD = Pattern.compile("[0-9]:[0-9]{2}\\s*-\\s*[0-9]");
  private static final Pattern RATE =
      Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,6})?)\\s*([a-z]*?)(?:/s|ps)?");
  private static final Map<String, Double> UNITS =
      Map.ofEntries(
          Map.entry("", 1.0),
          Map.entry("b", 1.0),
          Map.entry("kb", 1e3),
          Map.entry("mb", 1e6),
          Map.entry("gb", 1e9),
          Map.entry("kib", 1024.0),
          Map.entry("mib", 1024.0 * 1024),
          Map.entry("gib", 1024.0 * 1024 * 1024),
          Map.entry("bit", 1 / 8.0),
          Map.entry("kbit", 1e3 / 8),
          Map.entry("mbit", 1e6 / 8),
          Map.entry("gbit", 1e9 / 8));

  private final String text;

  RateTimetableParser(String text) {
    this.text = text.strip().replace('\u2013', '-');
  }

  RateTimetable timetable() {
    if (text.contains(" during ") || text.contains(";")) {
      return new RateTimetable(during());
    }
    return new RateTimetable(HAS_PERIOD.matcher(text).find() ? periods() : switches());
  }

  /** {@code 20Mbit during Mon-Fri 07:00-19:00, !Wed 12:00-13:00; 100Mbit}. */
  private List<Rule> during() {
    List<Rule> rules = new ArrayList<>();
    for (String part : text.split(";", -1)) {
      Matcher rule = DURING.matcher(part.strip());
      rules.add(
          rule.matches()
              ? new Rule(WeekCalendar.parse(rule.group(2)), rate(rule.group(1)))
              : new Rule(ALWAYS, rate(part)));
    }
    return rules;
  }

  /** {@code Mon-Fri 07:00-19:00 20Mbit Europe/Berlin, !Wed 12:00-13:00, 100Mbit}. */
  private List<Rule> periods() {
    List<Rule> rules = new ArrayList<>();
    List<Period> without = new ArrayList<>();
    for (String part : text.split("\\s*,\\s*", -1)) {
      if (part.startsWith("!")) {
        without.addAll(WeekCalendar.parse(part).forbidden());
        continue;
      }
      if (part.matches(".*[0-9]:[0-9]{2}")) {
        throw new IllegalArgumentException("in '" + part + "': it has no rate such as 20Mbit");
      }
      Matcher period = PERIOD.matcher(part);
      rules.add(
          period.matches()
              ? periodRule(period.group(1), period.group(2))
              : new Rule(ALWAYS, rate(part)));
    }
    return rules.stream()
        .map(
            rule ->
                rule.during().equals(ALWAYS)
                    ? rule
                    : new Rule(
                        new WeekCalendar(rule.during().allowed(), without), rule.bytesPerSecond()))
        .toList();
  }

  /**
   * A rule with days and hours.
   *
   * @param rest the rate, with the time zone before or after it
   */
  private static Rule periodRule(String hours, String rest) {
    StringBuilder rate = new StringBuilder();
    StringBuilder period = new StringBuilder(hours);
    for (String word : rest.split("\\s+", -1)) {
      boolean isZone = word.contains("/") && !word.endsWith("/s");
      (isZone || ZoneId.getAvailableZoneIds().contains(word) ? period : rate)
          .append(' ')
          .append(word);
    }
    return new Rule(WeekCalendar.parse(period.toString()), rate(rate.toString().strip()));
  }

  /** A rate that applies from a moment of the week on. */
  private record Switch(DayOfWeek day, LocalTime at, long rate) {
    Duration ofWeek() {
      return Duration.ofDays(day.getValue()).plusSeconds(at.toSecondOfDay());
    }
  }

  /** {@code 07:00 20Mbit, 19:00 off}: each rate applies until the next; or one rate alone. */
  private List<Rule> switches() {
    List<Switch> switches = new ArrayList<>();
    for (String part : text.split("\\s*,\\s*", -1)) {
      Matcher timed = SWITCH.matcher(part);
      if (timed.matches()) {
        LocalTime at = time(timed.group(2));
        long rate = rate(timed.group(3));
        for (DayOfWeek day : days(timed.group(1), at)) {
          switches.add(new Switch(day, at, rate));
        }
      } else if (part.equals(text)) {
        return List.of(new Rule(ALWAYS, rate(part)));
      } else {
        throw new IllegalArgumentException("'" + part + "' has no time of day such as 07:00");
      }
    }
    switches.sort(Comparator.comparing(Switch::ofWeek));
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < switches.size(); i++) {
      Switch begin = switches.get(i);
      Duration length = switches.get((i + 1) % switches.size()).ofWeek().minus(begin.ofWeek());
      boolean isNextWeek = i == switches.size() - 1;
      if (isNextWeek || !length.isZero()) {
        Duration holds = isNextWeek ? length.plusDays(7) : length;
        Period period = new Period(Set.of(begin.day()), begin.at(), holds, null);
        rules.add(new Rule(new WeekCalendar(List.of(period), List.of()), begin.rate()));
      }
    }
    return rules;
  }

  private static Set<DayOfWeek> days(String days, LocalTime at) {
    String any = days == null ? "" : days + " ";
    return WeekCalendar.parse(any + at + "-" + at.plusMinutes(1)).allowed().get(0).days();
  }

  private static LocalTime time(String text) {
    try {
      return LocalTime.parse(text.length() == 4 ? "0" + text : text);
    } catch (java.time.DateTimeException e) {
      throw new IllegalArgumentException("'" + text + "' is no time of day");
    }
  }

  private static long rate(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (lower.equals("off")) {
      return RateTimetable.UNLIMITED;
    }
    Matcher rate = RATE.matcher(lower);
    Double unit = rate.matches() ? UNITS.get(rate.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException("'" + text + "' is no rate such as 20MB or 20Mbit");
    }
    long bytes = Math.round(Double.parseDouble(rate.group(1)) * unit);
    if (bytes < 1) {
      throw new IllegalArgumentException("'" + text + "' is less than a byte per second");
    }
    return bytes;
  }
}
