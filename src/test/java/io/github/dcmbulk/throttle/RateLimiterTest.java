package io.github.dcmbulk.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimiterTest {
  private static final Percentage FIVE = Percentage.withPercentage(5);

  private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-23T06:59:50Z"));

  private long sentWithin(RateLimiter limiter, Duration span, long piece) throws Exception {
    long end = time.nanos() + span.toNanos();
    long sent = 0;
    while (true) {
      limiter.acquire(piece);
      if (time.nanos() > end) {
        return sent;
      }
      sent += piece;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"100kB", "20MB", "1GB"})
  void aRateIsHeldOverTenSeconds(String rate) throws Exception {
    RateTimetable timetable = RateTimetable.parse(rate);
    long expected = 10 * timetable.at(LocalTime.NOON);
    RateLimiter limiter = RateLimiter.bytes(timetable, time.timing());
    assertThat(sentWithin(limiter, Duration.ofSeconds(10), 8192)).isCloseTo(expected, FIVE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"100kB", "20MB"})
  void aPauseIsFollowedByNoBurst(String rate) throws Exception {
    RateTimetable timetable = RateTimetable.parse(rate);
    RateLimiter limiter = RateLimiter.bytes(timetable, time.timing());
    limiter.acquire(100_000);
    time.pass(Duration.ofHours(1));
    assertThat(sentWithin(limiter, Duration.ofSeconds(10), 8192))
        .isCloseTo(10 * timetable.at(LocalTime.NOON), FIVE);
  }

  @Test
  void theTimetableChangesTheRateOfARunningUpload() throws Exception {
    RateLimiter limiter =
        RateLimiter.bytes(RateTimetable.parse("19:00 10MB, 07:00 1MB"), time.timing());
    assertThat(sentWithin(limiter, Duration.ofMillis(9_900), 65_536)).isCloseTo(99_000_000, FIVE);
    time.pass(Duration.ofSeconds(1));
    assertThat(sentWithin(limiter, Duration.ofSeconds(10), 65_536)).isCloseTo(10_000_000, FIVE);
  }

  @Test
  void requestsAreSpread() throws Exception {
    RateLimiter limiter = RateLimiter.requests(2.5, time.timing());
    assertThat(sentWithin(limiter, Duration.ofSeconds(20), 1)).isBetween(48L, 51L);
    assertThat(time.sleeps()).allMatch(pause -> pause.toMillis() >= 399);
  }

  @Test
  void aStreamIsHeldToTheRate() throws Exception {
    RateLimiter limiter = RateLimiter.bytes(RateTimetable.parse("1MB"), time.timing());
    try (InputStream in = limiter.limit(new ByteArrayInputStream(new byte[2_000_000]))) {
      assertThat(in.readAllBytes()).hasSize(2_000_000);
    }
    assertThat(time.nanos()).isCloseTo(2_000_000_000L, FIVE);
  }

  @Test
  void interruptionEndsTheWait() throws Exception {
    RateLimiter limiter = RateLimiter.bytes(RateTimetable.parse("1kB"), time.timing());
    try (InputStream in = limiter.limit(new ByteArrayInputStream(new byte[10_000]))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(in::readAllBytes).isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "20MB, 20000000",
    "20 MB/s, 20000000",
    "50MiB, 52428800",
    "400Mbit, 50000000",
    "1.5kbit, 188",
    "512, 512",
    "off, 0",
  })
  void ratesAreRead(String text, long bytes) {
    assertThat(RateTimetable.parse(text).at(LocalTime.NOON)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"00:00, 0", "06:59, 0", "07:00, 2500000", "18:59, 2500000", "19:00, 0"})
  void aTimetableHoldsPastMidnight(LocalTime time, long bytes) {
    assertThat(RateTimetable.parse("07:00 20Mbit, 19:00 off").at(time)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "fast", "20 parsecs", "0", "07:00 20MB, 10MB", "25:00 1MB", "-1MB"})
  void whatIsNoRateIsRefused(String text) {
    assertThatThrownBy(() -> RateTimetable.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
