package io.github.dcmbulk.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.throttle.RateTimetable;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecastTallyTest {
  private static final long GIGABYTE = 1_000_000_000;
  private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);

  @ParameterizedTest
  @CsvSource({
    "1MB,               12:00, PT16M40S",
    "10kB,              12:00, PT27H46M40S",
    "'12:00 1MB, 13:00 off',  12:50, PT10M",
    "'12:00 1kB, 13:00 1MB',  12:00, PT1H16M36.4S",
    "off,               12:00, PT0S"
  })
  void bytesTakeTheirTimeByTheTimetable(String limit, LocalTime now, Duration expected) {
    Clock clock = Clock.fixed(now.atDate(MONDAY).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
    assertThat(
            new ForecastTally(clock, RateTimetable.parse(limit), null)
                .forecast(1, GIGABYTE, null, null)
                .atLimit())
        .isEqualTo(expected);
  }
}
