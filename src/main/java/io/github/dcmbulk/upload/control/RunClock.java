package io.github.dcmbulk.upload.control;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The time of a run. Durations do not depend on the wall clock, which people and NTP change. The
 * wall clock is only used to detect time that the monotonic clock does not count: it stops while
 * the machine is suspended. Thread-safe.
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

  /** The start of the run by the wall clock, plus the time since then by the monotonic clock. */
  Instant now() {
    return begun.plusNanos(nanos.getAsLong() - begunNanos);
  }

  /** The time of the wall clock. */
  Instant wall() {
    return wall.instant();
  }

  /**
   * {@link #now()} plus the time that the wall clock counted and the monotonic one did not. For
   * pauses: too long is safer than too short.
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
