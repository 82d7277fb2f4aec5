package io.github.dcmbulk.console;

import io.github.dcmbulk.model.Count;
import java.time.Duration;
import java.util.Locale;

/** Formats numbers for people, in the same way in every locale. */
public final class Quantity {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

  private Quantity() {}

  /** A count with its noun: {@code 1 file}, {@code 12,345 files}. */
  public static String of(long count, String singular, String plural) {
    return Count.of(count, singular, plural);
  }

  /** A count with thousands separators. */
  public static String count(long count) {
    return Count.number(count);
  }

  /** A size in decimal units with two or three significant digits: {@code 1.2 MB}. */
  public static String bytes(long bytes) {
    double amount = (double) bytes;
    int unit = 0;
    while (amount >= 999.5 && unit < UNITS.length - 1) {
      amount /= 1000;
      unit++;
    }
    String format = unit == 0 || amount >= 99.95 ? "%.0f %s" : "%.1f %s";
    return String.format(Locale.US, format, amount, UNITS[unit]);
  }

  /** A running or estimated duration, in whole seconds: {@code 12s}. */
  public static String clock(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return String.format(Locale.US, "%dm %02ds", seconds / 60, seconds % 60);
    }
    if (seconds < 48 * 3600) {
      return String.format(Locale.US, "%dh %02dm", seconds / 3600, seconds / 60 % 60);
    }
    return String.format(Locale.US, "%dd %02dh", seconds / 86400, seconds / 3600 % 24);
  }

  /** A duration: {@code 0.4 s}, {@code 3m 20s}, {@code 2h 05m}. */
  public static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return String.format(Locale.US, "%.1f s", duration.toMillis() / 1000.0);
    }
    if (seconds < 3600) {
      return String.format(Locale.US, "%dm %02ds", seconds / 60, seconds % 60);
    }
    return String.format(Locale.US, "%dh %02dm", seconds / 3600, seconds / 60 % 60);
  }
}
