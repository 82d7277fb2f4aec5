package io.github.dcmbulk.model;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * Time of day at the start plus the time since then on a monotonic clock. The difference of two
 * readings is a duration, even if the system's time of day was changed.
 */
public final class SteadyClock extends Clock {
  private final Instant begun;
  private final Clock zoned;
  private final long begunNanos;
  private final LongSupplier nanos;

  private SteadyClock(Instant begun, Clock zoned, long begunNanos, LongSupplier nanos) {
    this.begun = begun;
    this.zoned = zoned;
    this.begunNanos = begunNanos;
    this.nanos = nanos;
  }

  /** Starts now, with the monotonic clock of this process. */
  public static SteadyClock of(Clock wall) {
    return of(wall, System::nanoTime);
  }

  /**
   * Starts now.
   *
   * @param nanos a monotonic clock in nanoseconds
   */
  public static SteadyClock of(Clock wall, LongSupplier nanos) {
    return new SteadyClock(wall.instant(), wall, nanos.getAsLong(), nanos);
  }

  @Override
  public Instant instant() {
    return begun.plusNanos(nanos.getAsLong() - begunNanos);
  }

  @Override
  public ZoneId getZone() {
    return zoned.getZone();
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new SteadyClock(begun, zoned.withZone(other), begunNanos, nanos);
  }
}
