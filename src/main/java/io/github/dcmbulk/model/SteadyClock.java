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
  private final ZoneId zone;
  private final long begunNanos;
  private final LongSupplier nanos;

  private SteadyClock(Instant begun, ZoneId zone, long begunNanos, LongSupplier nanos) {
    this.begun = begun;
    this.zone = zone;
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
    return new SteadyClock(wall.instant(), wall.getZone(), nanos.getAsLong(), nanos);
  }

  @Override
  public Instant instant() {
    return begun.plusNanos(nanos.getAsLong() - begunNanos);
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new SteadyClock(begun, other, begunNanos, nanos);
  }
}
