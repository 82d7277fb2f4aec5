package io.github.dcmbulk.sourcelist;

import io.github.dcmbulk.sourcelist.ListValues.UnreadableValueException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads dates of any usual form, a time behind them left out. */
final class ListDate {
  private static final Pattern YEAR_FIRST =
      Pattern.compile("(\\d{4})([-./]?)(\\d{2})\\2(\\d{2})(?:[T ].*|\\d{6}(?:\\.\\d+)?)?");
  private static final Pattern YEAR_LAST =
      Pattern.compile("(\\d{1,2})([-./])(\\d{1,2})\\2(\\d{4})(?:[T ,].*)?");
  private static final int MONTHS = 12;

  /** Which comes first where the year comes last. */
  enum Order {
    DAY_FIRST,
    MONTH_FIRST
  }

  private ListDate() {}

  /** Whether only other dates of the column can tell whether day or month comes first. */
  static boolean needsOrder(String text) {
    Matcher last = YEAR_LAST.matcher(text);
    return last.matches() && !".".equals(last.group(2));
  }

  /** What that date tells about the order; null if it is none of these or may be either. */
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
   * The date as {@code yyyyMMdd}; null for an empty cell.
   *
   * @param order of dates with their year last; with dots between, the day comes first anyway
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
