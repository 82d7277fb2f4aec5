package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.cli.option.TransferOptions.TimetableConverter;
import io.github.dcmbulk.throttle.RateLimiter;
import io.github.dcmbulk.throttle.RateTimetable;
import io.github.dcmbulk.throttle.Timing;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How fast files are read. */
public final class ReadingOptions {
  @Option(
      names = "--limit-read",
      paramLabel = "RATE",
      converter = TimetableConverter.class,
      description = "Highest rate of reading files, checks included; as --limit-rate.")
  private @Nullable RateTimetable rate;

  /** The limit, held by that timing. */
  public RateLimiter toLimit(Timing timing) {
    return rate == null ? RateLimiter.NONE : RateLimiter.bytes(rate, timing);
  }
}
