package io.github.dcmbulk.model;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * The wall clock as it was at the beginning, and how long that is ago by a clock that cannot be
 * set. The difference of two readings is a duration, which two readings of the wall clock are not.
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

  /** Begins now, with the monotonic clock of this process. */
  public static SteadyClock of(Clock wall) {
    return of(wall, System::nanoTime);
  }

  /**
   * Begins now.
   *
   * @param nanos a clock that never goes back, in nanoseconds
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
