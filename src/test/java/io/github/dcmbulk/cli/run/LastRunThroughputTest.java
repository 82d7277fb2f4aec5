package io.github.dcmbulk.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.console.ForecastText;
import io.github.dcmbulk.journal.RunFacts;
import io.github.dcmbulk.journal.RunRecord;
import io.github.dcmbulk.model.Forecast;
import io.github.dcmbulk.model.Pace;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LastRunThroughputTest {
  private static final Instant BEGUN = Instant.parse("2026-11-23T18:00:00Z");

  @Test
  void runThatSentSomethingHasAPace() {
    assertThat(LastRunThroughput.of(run(Duration.ofMinutes(10), 60_000, 6_000_000_000L)))
        .isEqualTo(new Pace("night", 60_000, 6_000_000_000L, Duration.ofMinutes(10)));
  }

  @Test
  void runThatSaysNothingOfTheNextHasNone() {
    assertThat(LastRunThroughput.of(run(null, 60_000, 6_000_000_000L))).isNull();
    assertThat(LastRunThroughput.of(run(Duration.ofMinutes(10), 0, 0))).isNull();
    assertThat(LastRunThroughput.of(run(Duration.ofSeconds(2), 60_000, 6_000_000_000L))).isNull();
  }

  @Test
  void instancesAndBytesBothTakeTime() {
    Pace pace = new Pace("night", 1_000, 1_000_000_000, Duration.ofSeconds(100));

    assertThat(pace.timeFor(1_000, 1_000_000_000)).isEqualTo(Duration.ofSeconds(100));
    assertThat(pace.timeFor(2_000, 2_000_000_000)).isEqualTo(Duration.ofSeconds(200));
    assertThat(pace.timeFor(1_000, 1_000)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(8));
    assertThat(pace.timeFor(0, 0)).isZero();
    assertThat(pace.timeFor(Long.MAX_VALUE / 2, 0)).isEqualTo(Duration.ofDays(365));
  }

  @Test
  void forecastSaysWhereItComesFrom() {
    Pace pace = new Pace("night", 60_000, 6_000_000_000L, Duration.ofMinutes(10));
    StringWriter text = new StringWriter();

    ForecastText.print(
        new Forecast(120_000, 12_000_000_000L, 240_000, Duration.ofHours(3), pace, null, null),
        new PrintWriter(text));

    assertThat(text.toString().lines())
        .containsExactly(
            "Amount:           12.0 GB, 240,000 requests, 3h 00m at --limit-rate",
            "Last run's rate:  about 20m 00s, as run night sent 60,000 instances at 10.0 MB/s");
  }

  @Test
  void firstForecastSaysHowToGetAnEstimate() {
    StringWriter text = new StringWriter();

    ForecastText.print(new Forecast(1, 10, 2, null, null, null, null), new PrintWriter(text));

    assertThat(text.toString())
        .isEqualTo(
            "Amount:           10 B, 2 requests; no time estimate yet: give --limit-rate, or run"
                + " once\n");
  }

  private static RunRecord run(@Nullable Duration took, long uploaded, long bytes) {
    return new RunRecord(
        "night",
        BEGUN,
        took == null ? null : BEGUN.plus(took),
        took == null ? null : 0,
        uploaded,
        new RunFacts(Map.of(), Map.of(), Map.of("bytes.uploaded", bytes), Map.of(), List.of()));
  }
}
