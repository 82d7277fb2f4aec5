package io.github.dcmbulk.report.html;

import io.github.dcmbulk.model.Count;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Formats numbers and times for the page, in the same way in every locale. */
final class Format {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
  static final String NONE = "–";

  private final ZoneId zone;

  Format(ZoneId zone) {
    this.zone = zone;
  }

  static String count(long count) {
    return Count.number(count);
  }

  /** A count with its noun. */
  static String of(long count, String singular, String plural) {
    return Count.of(count, singular, plural);
  }

  /** A size in decimal units with three digits. */
  static String bytes(long bytes) {
    double amount = (double) bytes;
    int unit = 0;
    while (amount >= 999.5 && unit < UNITS.length - 1) {
      amount /= 1000;
      unit++;
    }
    int digits = unit == 0 || amount >= 99.95 ? 0 : amount >= 9.995 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + digits + "f %s", amount, UNITS[unit]);
  }

  /** A rate; empty for a duration of zero. */
  static String rate(long bytes, Duration time) {
    return time.isZero() || time.isNegative()
        ? NONE
        : bytes(Math.round(bytes * 1000.0 / time.toMillis())) + "/s";
  }

  /**
   * A duration; empty where it is negative because two clocks differed (journals of version 1.0).
   */
  static String duration(Duration duration) {
    if (duration.isNegative()) {
      return NONE;
    }
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
    if (seconds < 3600) {
      return String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
    }
    if (seconds < 86_400) {
      return String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
    }
    return String.format(Locale.ROOT, "%d d %02d h", seconds / 86_400, seconds / 3600 % 24);
  }

  String time(@Nullable Instant time) {
    return time == null ? NONE : SECONDS.format(time.atZone(zone));
  }

  String minute(Instant time) {
    return MINUTES.format(time.atZone(zone));
  }

  /** Local time of the report's zone, in milliseconds, as if it were UTC. */
  long wallMillis(Instant time) {
    return time.toEpochMilli() + zone.getRules().getOffset(time).getTotalSeconds() * 1000L;
  }
}
