package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.upload.RunLimits;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 18:00-06:00}, a daily span of local time. */
public final class WindowConverter implements ITypeConverter<RunLimits.Window> {
  @Override
  public RunLimits.Window convert(String text) {
    String[] ends = text.split("-", -1);
    try {
      if (ends.length == 2) {
        LocalTime from = LocalTime.parse(ends[0].strip());
        LocalTime to = LocalTime.parse(ends[1].strip());
        if (!from.equals(to)) {
          return new RunLimits.Window(from, to);
        }
      }
    } catch (DateTimeParseException e) {
      throw notASpan(text);
    }
    throw notASpan(text);
  }

  private static TypeConversionException notASpan(String text) {
    return new TypeConversionException(
        "'" + text + "' is no span of time; write it as 18:00-06:00");
  }
}
