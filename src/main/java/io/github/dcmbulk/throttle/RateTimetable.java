package io.github.dcmbulk.throttle;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rates by the time of day: {@code 20MB}, or {@code 07:00 20Mbit, 19:00 off}. Each holds until the
 * next begins; the last of a day holds past midnight.
 *
 * @param entries by time, not empty
 */
public record RateTimetable(List<Entry> entries) {
  /** A rate that means no limit. */
  public static final long UNLIMITED = 0;

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

  /**
   * From a time of day on.
   *
   * @param from local time
   * @param bytesPerSecond the rate; {@link #UNLIMITED} for none
   */
  public record Entry(LocalTime from, long bytesPerSecond) {}

  /** Sorts by time. */
  public RateTimetable {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("a timetable needs an entry");
    }
    entries = entries.stream().sorted(Comparator.comparing(Entry::from)).toList();
  }

  /**
   * Reads a rate or a timetable.
   *
   * @throws IllegalArgumentException it is neither; the message says what is wrong
   */
  public static RateTimetable parse(String text) {
    List<Entry> entries = new ArrayList<>();
    for (String part : text.strip().split("\\s*,\\s*", -1)) {
      Matcher timed = Pattern.compile("([0-9]{1,2}:[0-9]{2})\\s+(.+)").matcher(part);
      if (timed.matches()) {
        entries.add(new Entry(time(timed.group(1)), rate(timed.group(2))));
      } else if (entries.isEmpty() && part.equals(text.strip())) {
        entries.add(new Entry(LocalTime.MIDNIGHT, rate(part)));
      } else {
        throw new IllegalArgumentException("'" + part + "' has no time of day such as 07:00");
      }
    }
    return new RateTimetable(entries);
  }

  /** The rate at that time of day, in bytes per second; {@link #UNLIMITED} for none. */
  public long at(LocalTime time) {
    long rate = entries.get(entries.size() - 1).bytesPerSecond();
    for (Entry entry : entries) {
      if (entry.from().isAfter(time)) {
        break;
      }
      rate = entry.bytesPerSecond();
    }
    return rate;
  }

  private static LocalTime time(String text) {
    try {
      return LocalTime.parse(text.length() == 4 ? "0" + text : text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("'" + text + "' is no time of day");
    }
  }

  private static long rate(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (lower.equals("off")) {
      return UNLIMITED;
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
