package io.github.dcmbulk.sourcelist;

import io.github.dcmbulk.sourcelist.ListValues.UnreadableValueException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses dates in common forms; a time after the date is ignored. */
final class ListDate {
  private static final Pattern YEAR_FIRST =
      Pattern.compile("(\\d{4})([-./]?)(\\d{2})\\2(\\d{2})(?:[T ].*|\\d{6}(?:\\.\\d+)?)?");
  private static final Pattern YEAR_LAST =
      Pattern.compile("(\\d{1,2})([-./])(\\d{1,2})\\2(\\d{4})(?:[T ,].*)?");
  private static final int MONTHS = 12;

  /** Order of day and month in dates that end with the year. */
  enum Order {
    DAY_FIRST,
    MONTH_FIRST
  }

  private ListDate() {}

  /** Whether only other dates of the column can show whether day or month comes first. */
  static boolean needsOrder(String text) {
    Matcher last = YEAR_LAST.matcher(text);
    return last.matches() && !".".equals(last.group(2));
  }

  /** The order that this date shows; null if it shows none or is no such date. */
  static @Nullable Order order(String text) {
    Matcher last = YEAR_LAST.matcher(text);
    if (!last.matches() || ".".equals(last.group(2))) {
      return null;
    }
    if (Integer.parseInt(last.group(1)) > MONTHS) {
      return Order.DAY_FIRST;
    }
    return Integer.parseInt(last.group(3)) > MONTHS ? Order.MONTH_FIRST : null;
  }

  /**
   * Returns the date as {@code yyyyMMdd}; null for an empty cell.
   *
   * @param order for dates that end with the year; with dots the day always comes first
   * @throws UnreadableValueException it is no date
   */
  static @Nullable String read(String text, Order order) throws UnreadableValueException {
    if (text.isEmpty()) {
      return null;
    }
    Matcher first = YEAR_FIRST.matcher(text);
    Matcher last = YEAR_LAST.matcher(text);
    try {
      if (first.matches()) {
        return date(first.group(1), first.group(3), first.group(4));
      }
      if (last.matches()) {
        boolean dayFirst = ".".equals(last.group(2)) || order == Order.DAY_FIRST;
        return dayFirst
            ? date(last.group(4), last.group(3), last.group(1))
            : date(last.group(4), last.group(1), last.group(3));
      }
    } catch (DateTimeException e) {
      throw new UnreadableValueException("is a date that does not exist");
    }
    throw new UnreadableValueException("is no date");
  }

  private static String date(String year, String month, String day) {
    return LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day))
        .format(DateTimeFormatter.BASIC_ISO_DATE);
  }
}
