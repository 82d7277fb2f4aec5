package io.github.dcmbulk.throttle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only by sleeping, without waiting. */
public final class VirtualTime extends Clock {
  private final List<Duration> sleeps = new ArrayList<>();
  private Instant now;
  private long nanos;

  public VirtualTime(Instant start) {
    this.now = start;
  }

  public Timing timing() {
    return new Timing(this, this::nanos, this::sleep);
  }

  synchronized void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    sleeps.add(duration);
    pass(duration);
  }

  public synchronized void pass(Duration duration) {
    now = now.plus(duration);
    nanos += duration.toNanos();
  }

  public synchronized List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }

  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
