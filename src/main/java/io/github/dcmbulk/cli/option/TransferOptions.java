package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.throttle.RateLimiter;
import io.github.dcmbulk.throttle.RateLimits;
import io.github.dcmbulk.throttle.RateTimetable;
import io.github.dcmbulk.throttle.Timing;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How much is sent at once, and how fast. */
public final class TransferOptions {
  @Option(
      names = "--concurrency",
      paramLabel = "N|auto",
      defaultValue = "auto",
      converter = ConcurrencyConverter.class,
      description = "Parallel uploads, at most 64 (default: ${DEFAULT-VALUE}).")
  private int concurrency;

  @Option(
      names = "--limit-rate",
      paramLabel = "RATE",
      converter = TimetableConverter.class,
      description =
          "Highest rate of sending: 20MB or 100Mbit; '20Mbit during Mon-Fri 07:00-19:00; 100Mbit';"
              + " or '07:00 20Mbit, 19:00 off'.")
  private @Nullable RateTimetable rate;

  @Option(
      names = "--limit-requests",
      paramLabel = "N/s",
      converter = RequestRateConverter.class,
      description = "Highest number of requests per second: 50/s.")
  private @Nullable Double requests;

  /** Instances in flight at once; 0 lets the run find out. */
  int concurrency() {
    return concurrency;
  }

  /** The limit on what is sent; null for none. */
  @Nullable RateTimetable limitRate() {
    return rate;
  }

  /** The limits, held by that timing. */
  RateLimits toLimits(Timing timing) {
    return new RateLimits(
        RateLimiter.bytes(rate == null ? RateTimetable.NONE : rate, timing),
        requests == null ? RateLimiter.NONE : RateLimiter.requests(requests, timing));
  }

  /** Reads a rate or a timetable. */
  static final class TimetableConverter implements ITypeConverter<RateTimetable> {
    @Override
    public RateTimetable convert(String text) {
      try {
        return RateTimetable.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Reads {@code 50/s} or {@code 0.5/s}; the unit may be left out. */
  static final class RequestRateConverter implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      String number = text.endsWith("/s") ? text.substring(0, text.length() - 2) : text;
      if (number.matches("[0-9]{1,6}(\\.[0-9]{1,3})?") && Double.parseDouble(number) > 0) {
        return Double.parseDouble(number);
      }
      throw new TypeConversionException(
          "'" + text + "' is no number of requests a second; write it as 50/s");
    }
  }
}
