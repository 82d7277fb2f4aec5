package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.calendar.WeekCalendar;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 18:00-06:00}, or a calendar of the week. */
public final class WindowConverter implements ITypeConverter<WeekCalendar> {
  @Override
  public WeekCalendar convert(String text) {
    try {
      return WeekCalendar.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
