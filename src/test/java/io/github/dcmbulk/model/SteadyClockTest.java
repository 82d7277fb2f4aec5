package io.github.dcmbulk.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private static final Instant START = Instant.parse("2026-11-23T20:00:00Z");

  private final AtomicLong nanos = new AtomicLong(-5);

  @Test
  void itCountsFromTheWallClocksTimeAtTheBeginningAndDoesNotFollowItFurther() {
    Clock clock = SteadyClock.of(Clock.fixed(START, ZoneOffset.UTC), nanos::get);

    nanos.addAndGet(Duration.ofSeconds(90).toNanos());

    assertThat(clock.instant()).isEqualTo(START.plusSeconds(90));
    assertThat(clock.withZone(ZoneId.of("Europe/Paris")).instant()).isEqualTo(clock.instant());
  }
}
