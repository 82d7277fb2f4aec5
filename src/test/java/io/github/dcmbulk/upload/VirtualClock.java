package io.github.dcmbulk.upload;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/** A clock that shows what a test says. */
public final class VirtualClock extends Clock {
  private final Supplier<Instant> now;
  private final ZoneId zone;

  /** A clock in UTC. */
  public VirtualClock(Supplier<Instant> now) {
    this(now, ZoneOffset.UTC);
  }

  VirtualClock(Supplier<Instant> now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new VirtualClock(now, other);
  }
}
