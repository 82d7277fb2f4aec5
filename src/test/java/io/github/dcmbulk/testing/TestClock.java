package io.github.dcmbulk.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that moves only by {@link #advance}. */
public final class TestClock extends Clock {
  private volatile Instant now;

  /** A clock at noon of 1 March 2026, UTC. */
  public TestClock() {
    this("2026-03-01T12:00:00Z");
  }

  /** A clock at that time (ISO 8601). */
  public TestClock(String now) {
    this.now = Instant.parse(now);
  }

  /** Moves it. */
  public void advance(Duration duration) {
    now = now.plus(duration);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
