package io.github.dcmbulk.cli.option;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A span of study dates, both ends included, as {@code yyyyMMdd} (PS3.5 §6.2, VR DA).
 *
 * @param from first day; null for no limit
 * @param to last day; null for no limit
 */
public record StudyDates(@Nullable String from, @Nullable String to) {
  /** No limit on either side. */
  public static final StudyDates ALL = new StudyDates(null, null);

  /** Whether there is a limit. */
  boolean isLimited() {
    return from != null || to != null;
  }

  /**
   * Written out because picocli calls it at every start, and linking a record's generated method is
   * slow.
   */
  @Override
  public String toString() {
    return (from == null ? "" : from) + ".." + (to == null ? "" : to);
  }

  /** Reads {@code 2024-01-01..2024-12-31}; either end may be left out, dashes too; or one day. */
  public static final class Converter implements ITypeConverter<StudyDates> {
    @Override
    public StudyDates convert(String text) {
      int dots = text.indexOf("..");
      if (dots < 0 && !text.isBlank()) {
        String day = day(text);
        return new StudyDates(day, day);
      }
      if (dots < 0 || text.length() == 2) {
        throw new TypeConversionException(
            "'" + text + "' is no span of dates; write it as 2024-01-01..2024-12-31");
      }
      String from = day(text.substring(0, dots));
      String to = day(text.substring(dots + 2));
      if (from != null && to != null && from.compareTo(to) > 0) {
        throw new TypeConversionException("'" + text + "' ends before it begins");
      }
      return new StudyDates(from, to);
    }

    private static @Nullable String day(String text) {
      String digits = text.strip().replace("-", "");
      if (digits.isEmpty()) {
        return null;
      }
      try {
        return LocalDate.parse(digits, DateTimeFormatter.BASIC_ISO_DATE)
            .format(DateTimeFormatter.BASIC_ISO_DATE);
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "'" + text + "' is no date; write it as 2024-01-31 or 20240131");
      }
    }
  }
}
