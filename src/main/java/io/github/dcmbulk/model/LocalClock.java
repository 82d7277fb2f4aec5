package io.github.dcmbulk.model;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/**
 * The system's time in its own zone. The zone is looked up when it is first wanted: for that, Java
 * opens every jar of the class path in search of further rules of zones, and a check of one file
 * wants none.
 */
public final class LocalClock extends Clock {
  @Override
  public Instant instant() {
    return Instant.now();
  }

  @Override
  public ZoneId getZone() {
    return ZoneId.systemDefault();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.system(zone);
  }
}
