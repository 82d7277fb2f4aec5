package io.github.dcmbulk.cli.option;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where the hours of calendars are counted. */
public final class CalendarOptions {
  @Option(
      names = "--time-zone",
      paramLabel = "ZONE",
      converter = ZoneConverter.class,
      description =
          "Time zone of --window, --limit-rate and --limit-read where they name none, for example"
              + " America/New_York (default: the system's).")
  private @Nullable ZoneId zone;

  /** That clock in the zone in which calendars are read. */
  public Clock clock(Clock system) {
    return zone == null ? system : system.withZone(zone);
  }

  /** Reads {@code America/New_York}, {@code UTC} or {@code +02:00}. */
  static final class ZoneConverter implements ITypeConverter<ZoneId> {
    @Override
    public ZoneId convert(String text) {
      try {
        return ZoneId.of(text);
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            "'" + text + "' is no time zone such as America/New_York or UTC");
      }
    }
  }
}
