package io.github.dcmbulk.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.calendar.WeekCalendar.InDoubt;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeekCalendarTest {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  private static List<String> open(String calendar, String from, int days, ZoneId zone) {
    return new OpenHours(WeekCalendar.parse(calendar), zone, InDoubt.CLOSED)
        .open(Instant.parse(from), Duration.ofDays(days)).stream()
            .map(span -> span.from() + "/" + span.until())
            .toList();
  }

  private static boolean isOpen(String calendar, String now, ZoneId zone) {
    return new OpenHours(WeekCalendar.parse(calendar), zone, InDoubt.CLOSED)
        .isOpen(Instant.parse(now));
  }

  /** 2026-11-23 is a Monday. */
  @Test
  void aPeriodBelongsToTheDayItBeginsOn() {
    assertThat(open("Mon-Fri 18:00-06:00", "2026-11-26T12:00:00Z", 5, ZoneOffset.UTC))
        .containsExactly(
            "2026-11-26T18:00:00Z/2026-11-27T06:00:00Z",
            "2026-11-27T18:00:00Z/2026-11-28T06:00:00Z",
            "2026-11-30T18:00:00Z/2026-12-01T06:00:00Z");
  }

  @Test
  void whatIsForbiddenWins() {
    assertThat(
            open(
                "Mon-Fri 18:00-06:00, Sat-Sun 00:00-24:00, !Sun 00:00-04:00",
                "2026-11-27T12:00:00Z",
                4,
                ZoneOffset.UTC))
        .containsExactly(
            "2026-11-27T18:00:00Z/2026-11-29T00:00:00Z",
            "2026-11-29T04:00:00Z/2026-11-30T00:00:00Z",
            "2026-11-30T18:00:00Z/2026-12-01T06:00:00Z");
  }

  @Test
  void aZoneBelongsToItsPeriod() {
    String calendar = "Sat-Sun 00:00-24:00, !Sun 00:00-04:00 America/New_York";

    assertThat(open(calendar, "2026-11-28T00:00:00Z", 2, ZoneOffset.UTC))
        .containsExactly(
            "2026-11-28T00:00:00Z/2026-11-29T05:00:00Z",
            "2026-11-29T09:00:00Z/2026-11-30T00:00:00Z");
    assertThat(open(calendar, "2026-11-28T12:00:00Z", 2, NEW_YORK))
        .containsExactly(
            "2026-11-28T12:00:00Z/2026-11-29T05:00:00Z",
            "2026-11-29T09:00:00Z/2026-11-30T05:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "Fri-Mon 10:00-11:00, 2026-11-22T10:30:00Z, true",
    "Fri-Mon 10:00-11:00, 2026-11-24T10:30:00Z, false",
    "sunday 10:00-11:00, 2026-11-22T10:30:00Z, true",
    "'10:00-11:00, 13:00-14:00', 2026-11-22T13:30:00Z, true",
    "7:00-8:00, 2026-11-22T07:00:00Z, true",
    "7:00-8:00, 2026-11-22T08:00:00Z, false",
    "'Mon - Fri  10:00 - 11:00', 2026-11-23T10:00:00Z, true",
    "! 10:00-11:00, 2026-11-23T10:00:00Z, false",
    "! 10:00-11:00, 2026-11-23T09:59:59Z, true",
    "10:00-11:00 +02:00, 2026-11-23T08:00:00Z, true",
    "10:00-11:00 UTC, 2026-11-23T10:00:00Z, true",
    "10:00-10:01, 2026-11-23T10:00:59Z, true",
  })
  void formsThatAreUnderstood(String calendar, String now, boolean expected) {
    assertThat(isOpen(calendar, now, ZoneOffset.UTC)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mon-Fri 18:00-06:00, Sa-Sun 00:00-24:00 | in 'Sa-Sun 00:00-24:00': 'Sa' is no weekday",
        "Mon-Fri-Sat 18:00-06:00                 | 'Mon-Fri-Sat' is no weekday",
        "18:00-25:00                             | '25:00' is no time of day",
        "24:00-06:00                             | '24:00' is no time of day",
        "18:00-18:00                             | the whole day is 00:00-24:00",
        "18:00                                   | '18:00' is no span of time",
        "18-06                                   | '18' is no time of day",
        "Mon                                     | it has no hours such as 18:00-06:00",
        "Mon and Tue 10:00-11:00                 | 'and' is not expected between",
        "10:00-11:00 Europe/Berln                | 'Europe/Berln' is no time zone",
        "10:00-11:00 Europe/Berlin Mon           | 'Mon' is not expected after the time zone",
        "10:00-11:00,                            | in '': it has no hours",
        "!                                       | in '!': it has no hours",
      })
  void whatIsWrongIsNamed(String calendar, String message) {
    assertThatThrownBy(() -> WeekCalendar.parse(calendar))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  /**
   * In New York 02:00 to 03:00 does not exist on 2026-03-08 (07:00Z), and 01:00 to 02:00 comes
   * twice on 2026-11-01 (05:00Z, 06:00Z). On Lord Howe Island 02:00 to 02:30 does not exist on
   * 2026-10-04 (2026-10-03T15:30Z), and 01:30 to 02:00 comes twice on 2026-04-05
   * (2026-04-04T14:30Z, 15:00Z).
   */
  @ParameterizedTest
  @CsvSource({
    // Skipped as a whole: moved by the length of the gap, not omitted.
    "02:00-03:00, America/New_York, 2026-03-08T05:00:00Z,"
        + " 2026-03-08T07:00:00Z/2026-03-08T08:00:00Z",
    "02:15-02:45, America/New_York, 2026-03-08T05:00:00Z,"
        + " 2026-03-08T07:15:00Z/2026-03-08T07:45:00Z",
    "02:30-03:00, America/New_York, 2026-03-08T05:00:00Z,"
        + " 2026-03-08T07:30:00Z/2026-03-08T08:00:00Z",
    "02:05-02:15, Australia/Lord_Howe, 2026-10-03T13:00:00Z,"
        + " 2026-10-03T15:35:00Z/2026-10-03T15:45:00Z",
    // Its beginning or its end is skipped.
    "02:30-06:00, America/New_York, 2026-03-08T05:00:00Z,"
        + " 2026-03-08T07:30:00Z/2026-03-08T10:00:00Z",
    "18:00-02:30, America/New_York, 2026-03-07T20:00:00Z,"
        + " 2026-03-07T23:00:00Z/2026-03-08T07:00:00Z",
    // Repeated: the first time only.
    "01:15-01:45, America/New_York, 2026-11-01T04:00:00Z,"
        + " 2026-11-01T05:15:00Z/2026-11-01T05:45:00Z",
    "18:00-01:30, America/New_York, 2026-10-31T20:00:00Z,"
        + " 2026-10-31T22:00:00Z/2026-11-01T05:30:00Z",
    "01:35-01:50, Australia/Lord_Howe, 2026-04-04T13:00:00Z,"
        + " 2026-04-04T14:35:00Z/2026-04-04T14:50:00Z",
    // Around it: an hour shorter, an hour longer.
    "18:00-06:00, America/New_York, 2026-03-07T20:00:00Z,"
        + " 2026-03-07T23:00:00Z/2026-03-08T10:00:00Z",
    "18:00-06:00, America/New_York, 2026-10-31T20:00:00Z,"
        + " 2026-10-31T22:00:00Z/2026-11-01T11:00:00Z",
  })
  void aWindowIsNotMissedWhenTheClocksChange(
      String window, ZoneId zone, String from, String expected) {
    assertThat(open(window, from, 1, zone).get(0)).isEqualTo(expected);
  }

  /** 01:30 occurs twice, and 01:15 between the two does not belong to it. */
  @Test
  void aWindowThatBeginsInARepeatedHourPausesWhileTheClockShowsLess() {
    assertThat(open("01:30-03:00", "2026-11-01T04:00:00Z", 1, NEW_YORK))
        .containsExactly(
            "2026-11-01T05:30:00Z/2026-11-01T06:00:00Z",
            "2026-11-01T06:30:00Z/2026-11-01T08:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "!01:15-01:45, America/New_York, 2026-11-01T05:30:00Z",
    "!01:15-01:45, America/New_York, 2026-11-01T06:30:00Z",
    "!02:15-02:45, America/New_York, 2026-03-08T07:30:00Z",
    "!02:30-03:15, America/New_York, 2026-03-08T07:10:00Z",
    "!01:35-01:50, Australia/Lord_Howe, 2026-04-04T14:40:00Z",
    "!01:35-01:50, Australia/Lord_Howe, 2026-04-04T15:10:00Z",
  })
  void aForbiddenTimeIsForbiddenByEveryReading(String calendar, ZoneId zone, String now) {
    assertThat(isOpen(calendar, now, zone)).isFalse();
  }

  @Test
  void aCalendarThatAllowsNothingIsKnown() {
    Instant now = Instant.parse("2026-11-23T00:00:00Z");

    assertThat(WeekCalendar.parse("Mon 10:00-11:00, !09:00-12:00").isEverOpen(now, NEW_YORK))
        .isFalse();
    assertThat(WeekCalendar.parse("Mon 10:00-11:00").isEverOpen(now, NEW_YORK)).isTrue();
  }

  /**
   * A year, minute by minute, in zones with all kinds of clock changes. Local time decides; a
   * minute that is repeated or was skipped may be closed.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {"America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata"})
  void inAYearNoForbiddenMinuteIsOpenAndNoWindowIsMissed(ZoneId zone) {
    WeekCalendar calendar =
        WeekCalendar.parse(
            "Mon-Fri 18:00-06:00, Sat-Sun 01:30-02:45, !Sun 02:00-02:20, !01:50-01:55");
    OpenHours hours = new OpenHours(calendar, zone, InDoubt.CLOSED);
    Instant begin = Instant.parse("2026-01-01T00:00:00Z");
    Set<LocalDate> openDays = new HashSet<>();
    for (int minute = 0; minute < 365 * 24 * 60; minute++) {
      Instant now = begin.plus(Duration.ofMinutes(minute));
      boolean shown = Wall.isAllowed(now.atZone(zone));
      boolean isOpen = hours.isOpen(now);
      if (isOpen && !shown) {
        // It may differ only where the clock change skipped the window as a whole.
        assertThat(Wall.isNearChange(now, zone)).as("open at %s", now.atZone(zone)).isTrue();
        assertThat(Wall.isForbidden(now.atZone(zone))).as("%s", now.atZone(zone)).isFalse();
      } else if (shown && !isOpen) {
        assertThat(Wall.isNearChange(now, zone)).as("closed at %s", now.atZone(zone)).isTrue();
      }
      if (isOpen) {
        openDays.add(now.atZone(zone).toLocalDate());
      }
    }
    LocalDate first = begin.atZone(zone).toLocalDate().plusDays(1);
    assertThat(openDays).containsAll(first.datesUntil(first.plusDays(363)).toList());
  }
}
