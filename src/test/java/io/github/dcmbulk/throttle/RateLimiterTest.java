package io.github.dcmbulk.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
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

  /** Bucket4j 8.19.0 refuses more than one token a nanosecond (findings/bucket4j-fast-rate.sh). */
  @ParameterizedTest
  @ValueSource(strings = {"1001MB", "10Gbit", "2500MB", "100Gbit"})
  void aRateAboveOneByteANanosecondIsHeld(String rate) throws Exception {
    RateTimetable timetable = RateTimetable.parse(rate);
    long expected = at(timetable, LocalTime.NOON);
    RateLimiter limiter = RateLimiter.bytes(timetable, time.timing());
    assertThat(sentWithin(limiter, Duration.ofSeconds(1), 65_536)).isCloseTo(expected, FIVE);
  }

  @Test
  void aRateThatNoMachineReachesLimitsNothing() throws Exception {
    RateLimiter limiter = RateLimiter.bytes(RateTimetable.parse("9000000000GB"), time.timing());
    limiter.acquire(1_000_000_000);
    assertThat(time.nanos()).isLessThan(Duration.ofSeconds(1).toNanos());
  }

  @ParameterizedTest
  @ValueSource(strings = {"100kB", "20MB", "1GB"})
  void aRateIsHeldOverTenSeconds(String rate) throws Exception {
    RateTimetable timetable = RateTimetable.parse(rate);
    long expected = 10 * at(timetable, LocalTime.NOON);
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
        .isCloseTo(10 * at(timetable, LocalTime.NOON), FIVE);
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
    assertThat(at(RateTimetable.parse(text), LocalTime.NOON)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"00:00, 0", "06:59, 0", "07:00, 2500000", "18:59, 2500000", "19:00, 0"})
  void aTimetableHoldsPastMidnight(LocalTime time, long bytes) {
    assertThat(at(RateTimetable.parse("07:00 20Mbit, 19:00 off"), time)).isEqualTo(bytes);
  }

  private static long at(RateTimetable timetable, LocalTime time) {
    return timetable
        .in(ZoneOffset.UTC)
        .at(LocalDate.of(2026, 11, 23).atTime(time).toInstant(ZoneOffset.UTC));
  }

  /** 2026-11-23 is a Monday. New York is five hours behind UTC then. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "20Mbit during Mon-Fri 07:00-19:00            | 2026-11-23T07:00:00Z | 2500000",
        "20Mbit during Mon-Fri 07:00-19:00            | 2026-11-23T19:00:00Z | 0",
        "20Mbit during Mon-Fri 07:00-19:00            | 2026-11-22T12:00:00Z | 0",
        "20Mbit during Mon 07:00-19:00; 1MB           | 2026-11-23T20:00:00Z | 1000000",
        "8Mbit during Mon 07:00-19:00, !Mon 12:00-13:00; 2MB | 2026-11-23T12:30:00Z | 2000000",
        "8Mbit during Mon 07:00-19:00 America/New_York | 2026-11-23T11:59:59Z | 0",
        "8Mbit during Mon 07:00-19:00 America/New_York | 2026-11-23T12:00:00Z | 1000000",
        "Mon-Fri 07:00-19:00 20Mbit, Sat-Sun 00:00-24:00 off, 1MB | 2026-11-23T08:00:00Z | 2500000",
        "Mon-Fri 07:00-19:00 20Mbit, Sat-Sun 00:00-24:00 off, 1MB | 2026-11-22T08:00:00Z | 0",
        "Mon-Fri 07:00-19:00 20Mbit, Sat-Sun 00:00-24:00 off, 1MB | 2026-11-23T20:00:00Z | 1000000",
        "Mon 07:00-19:00 America/New_York 8 Mbit       | 2026-11-23T12:00:00Z | 1000000",
        "Mon 07:00-19:00 8Mbit/s America/New_York      | 2026-11-23T11:00:00Z | 0",
        "Mon-Fri 07:00 20Mbit, Mon-Fri 19:00 off       | 2026-11-27T18:59:00Z | 2500000",
        "Mon-Fri 07:00 20Mbit, Mon-Fri 19:00 off       | 2026-11-29T12:00:00Z | 0",
        "Mon 07:00 20Mbit, Fri 19:00 off               | 2026-11-25T23:00:00Z | 2500000",
        "Mon 07:00 20Mbit                              | 2026-11-29T23:00:00Z | 2500000",
      })
  void aTimetableKnowsTheWeek(String text, Instant now, long bytes) {
    assertThat(RateTimetable.parse(text).in(ZoneOffset.UTC).at(now)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "20Mbit during Mun 07:00-19:00      | 'Mun' is no weekday",
        "20Mbits during Mon 07:00-19:00     | '20Mbits' is no rate",
        "Mon-Fri 07:00-19:00                | in 'Mon-Fri 07:00-19:00': it has no rate",
        "Mon 07:00-19:00 fast               | 'fast' is no rate",
        "Mon 07:00-19:00 8Mbit Mars/Olympus | 'Mars/Olympus' is no time zone",
        "07:00 8Mbit, Mun 19:00 off         | 'Mun' is no weekday",
      })
  void whatIsWrongInATimetableIsNamed(String text, String message) {
    assertThatThrownBy(() -> RateTimetable.parse(text)).hasMessageContaining(message);
  }

  /** Clocks in New York go from 02:00 to 03:00 on 2026-03-08, from 02:00 to 01:00 on 11-01. */
  @ParameterizedTest
  @ValueSource(strings = {"2026-03-07T00:00:00Z", "2026-10-31T00:00:00Z"})
  void aLimitHasNoGapWhenTheClocksChange(Instant from) {
    RateSchedule schedule =
        RateTimetable.parse("02:30 8Mbit, 01:30 16Mbit").in(ZoneId.of("America/New_York"));
    for (int minute = 0; minute < 3 * 24 * 60; minute++) {
      assertThat(schedule.at(from.plus(Duration.ofMinutes(minute)))).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "fast", "20 parsecs", "0", "07:00 20MB, 10MB", "25:00 1MB", "-1MB"})
  void whatIsNoRateIsRefused(String text) {
    assertThatThrownBy(() -> RateTimetable.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void severalProcessesShareALimit() {
    RateLimiter limiter = RateLimiter.requests(10, Timing.real(java.time.Clock.systemUTC()));
    limiter.shareAmong(2);
    assertThat(limiter.perSecond()).isEqualTo(5);
    limiter.shareAmong(1);
    assertThat(limiter.perSecond()).isEqualTo(10);
  }
}
