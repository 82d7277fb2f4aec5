package io.github.dcmbulk.cli;

import io.github.dcmbulk.model.Forecast;
import io.github.dcmbulk.model.Pace;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.throttle.RateTimetable;
import java.time.Duration;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** What a dry run finds to be sent, and how long that takes. */
final class ForecastTally {
  /** One for the URL and one for the upload. */
  private static final long REQUESTS = 2;

  /** Beyond this nobody plans by the minute. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private ForecastTally() {}

  /**
   * The forecast for that result, at that rate limit from that time of day on, or that pace.
   *
   * @param bytes length of the instances to be sent
   */
  static Forecast forecast(
      RunResult result,
      long bytes,
      @Nullable RateTimetable limit,
      LocalTime now,
      @Nullable Pace pace) {
    long instances = result.instances().pending();
    return new Forecast(
        instances,
        bytes,
        REQUESTS * instances,
        limit == null ? null : duration(bytes, limit, now),
        pace);
  }

  /** Goes through the timetable until all is sent; where it sets no limit, the rest is at once. */
  static Duration duration(long bytes, RateTimetable limit, LocalTime now) {
    Duration elapsed = Duration.ZERO;
    double left = bytes;
    LocalTime time = now;
    while (left > 0 && elapsed.compareTo(LONGEST) < 0) {
      long rate = limit.at(time);
      if (rate == RateTimetable.UNLIMITED) {
        return elapsed;
      }
      Duration slot = untilNext(limit, time);
      double needed = left / rate;
      if (needed <= slot.toSeconds()) {
        return elapsed.plusMillis(Math.round(needed * 1000));
      }
      left -= (double) rate * slot.toSeconds();
      elapsed = elapsed.plus(slot);
      time = time.plus(slot);
    }
    return elapsed;
  }

  private static Duration untilNext(RateTimetable limit, LocalTime time) {
    Duration nearest = Duration.ofDays(1);
    for (RateTimetable.Entry entry : limit.entries()) {
      Duration until = Duration.between(time, entry.from());
      until = until.isNegative() || until.isZero() ? until.plusDays(1) : until;
      nearest = until.compareTo(nearest) < 0 ? until : nearest;
    }
    return nearest;
  }
}
