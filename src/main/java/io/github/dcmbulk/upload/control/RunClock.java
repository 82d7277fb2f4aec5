package io.github.dcmbulk.upload.control;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The time of a run. No duration is the difference of two readings of the wall clock, which people
 * and NTP set; it is only looked at for time that the monotonic clock misses: that stands still
 * while a machine is suspended. Thread-safe.
 */
final class RunClock {
  /** The two clocks are not read at the same moment, and NTP slews the wall clock. */
  private static final Duration TOLERABLE = Duration.ofMillis(200);

  private final Clock wall;
  private final LongSupplier nanos;
  private final Instant begun;
  private final long begunNanos;
  private Duration missed = Duration.ZERO;
  private Instant lastWall;
  private long lastNanos;

  /**
   * Begins now.
   *
   * @param nanos a clock that never goes back, in nanoseconds
   */
  RunClock(Clock wall, LongSupplier nanos) {
    this.wall = wall;
    this.nanos = nanos;
    this.begun = wall.instant();
    this.begunNanos = nanos.getAsLong();
    this.lastWall = begun;
    this.lastNanos = begunNanos;
  }

  /** The wall clock at the beginning of the run, and how long that is ago. */
  Instant now() {
    return begun.plusNanos(nanos.getAsLong() - begunNanos);
  }

  /** What the wall clock shows. */
  Instant wall() {
    return wall.instant();
  }

  /**
   * The same as {@link #now()}, and the time that the wall clock saw go by and the monotonic one
   * did not. For pauses: rather too long than too short.
   */
  synchronized Instant outside() {
    Instant wallNow = wall.instant();
    long nanosNow = nanos.getAsLong();
    Duration more = Duration.between(lastWall, wallNow).minusNanos(nanosNow - lastNanos);
    if (more.compareTo(TOLERABLE) > 0) {
      missed = missed.plus(more);
    }
    lastWall = wallNow;
    lastNanos = nanosNow;
    return begun.plusNanos(nanosNow - begunNanos).plus(missed);
  }
}
