package io.github.dcmbulk.throttle;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Source of time, replaced in tests.
 *
 * @param clock the time of day
 * @param nanos monotonic clock in nanoseconds, such as {@link System#nanoTime}
 * @param sleeper how to wait
 */
public record Timing(Clock clock, LongSupplier nanos, Sleeper sleeper) {
  /** Waits. */
  @FunctionalInterface
  public interface Sleeper {
    /** Returns after that duration. */
    void sleep(Duration duration) throws InterruptedException;
  }

  /** Real time, with the given clock for the time of day. */
  public static Timing real(Clock clock) {
    return new Timing(
        clock, System::nanoTime, duration -> TimeUnit.NANOSECONDS.sleep(duration.toNanos()));
  }
}
