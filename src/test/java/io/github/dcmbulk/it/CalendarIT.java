package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calendars on the command line (docs/behaviour.md, "Calendars"). */
class CalendarIT {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  @TempDir private Path directory;
  private Checkout checkout;

  @BeforeEach
  void makeArchive() throws Exception {
    checkout = Checkout.underTest(directory);
    String[] sample = {"--studies", "1", "--instances", "2", "--size", "1KiB", "archive"};
    checkout.sample(sample);
  }

  @Test
  void aDryRunShowsTheWindowsOfTheNextSevenDays() throws Exception {
    String[] command = {
      "upload", "--dry-run", "--output", "json",
      "--window", "Mon-Sun 18:00-06:00, !Sun 00:00-04:00", "--time-zone", "America/New_York",
      "archive"
    };

    JsonNode forecast = RunJson.of(checkout.dcmbulk(command), 0).json().path("forecast");

    assertThat(forecast.path("windows")).hasSizeBetween(7, 9);
    for (JsonNode window : forecast.path("windows")) {
      ZonedDateTime from = time(window, "from");
      ZonedDateTime until = time(window, "until");
      boolean isSunday = until.toLocalTime().equals(LocalTime.MIDNIGHT);
      assertThat(until.toLocalTime()).isIn(LocalTime.of(6, 0), LocalTime.MIDNIGHT);
      assertThat(Duration.between(from, until)).isLessThanOrEqualTo(Duration.ofHours(13));
      assertThat(isSunday).isEqualTo(from.getDayOfWeek().getValue() == 6 && from.getHour() >= 18);
    }
  }

  private static ZonedDateTime time(JsonNode window, String end) {
    return OffsetDateTime.parse(window.path(end).asText()).atZoneSameInstant(NEW_YORK);
  }

  /** Two hours around now are forbidden, in a zone that is not the system's. */
  @Test
  void nothingIsSentInAForbiddenHour() throws Exception {
    ZonedDateTime now = ZonedDateTime.now(ZoneId.of("Asia/Kolkata"));
    DateTimeFormatter minute = DateTimeFormatter.ofPattern("HH:mm");
    String forbidden =
        "!" + minute.format(now.minusHours(1)) + "-" + minute.format(now.plusHours(1));
    try (Sandbox sandbox = Sandbox.start(directory.resolve("lake"))) {
      Checkout served = checkout.with(sandbox.variables());
      Ended closed =
          served.dcmbulk(
              "upload", "--output", "json", "--window", forbidden + " Asia/Kolkata", "archive");
      Ended open =
          served.dcmbulk("upload", "--output", "json", "--window", forbidden + " UTC", "archive");

      assertThat(RunJson.of(closed, 0).requests("put")).isZero();
      assertThat(RunJson.of(closed, 0).instances("pending")).isEqualTo(2);
      assertThat(RunJson.of(open, 0).instances("uploaded")).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--window     | Mon-Fri 18:00-06:00, Sa 00:00-24:00 | in 'Sa 00:00-24:00': 'Sa' is no"
            + " weekday",
        "--window     | 18:00-06:00 Europe/Berln            | 'Europe/Berln' is no time zone",
        "--window     | 10:00-12:00, !08:00-13:00           | forbids all the time that it allows",
        "--limit-rate | 20Mbit during Mon 7-19              | '7' is no time of day",
        "--limit-read | 20Mbit during Mon 7:00-19:00, !Son 08:00-09:00 | 'Son' is no weekday",
        "--time-zone  | Berlin                              | 'Berlin' is no time zone",
      })
  void whatIsWrongIsNamed(String option, String value, String message) throws Exception {
    Ended ended = checkout.dcmbulk("upload", "--dry-run", option, value, "archive");

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains(option, message);
  }
}
