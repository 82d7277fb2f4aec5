package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.calendar.WeekCalendar;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.upload.settings.RunLimits;
import io.github.dcmbulk.upload.settings.StudyRules;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs, begun every hour as cron does, with a calendar. */
@Timeout(600)
class WindowRunTest {
  @TempDir Path dir;
  private Rehearsal r;
  private final List<Instant> puts = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void setUp() throws Exception {
    r = new Rehearsal(dir);
    r.concurrency = 1;
  }

  private static StudyRules rules(Duration gap) {
    return new StudyRules(
        StudyRules.DeliveryMode.WHOLE,
        gap,
        Duration.ofMinutes(5),
        Duration.ZERO,
        StudyRules.OnConflict.REJECT);
  }

  private void window(String calendar) {
    r.limits =
        new RunLimits(
            null, WeekCalendar.parse(calendar), null, Duration.ofSeconds(30), Duration.ZERO);
  }

  /** Each PUT takes seven minutes of the clock, and is noted when it begins. */
  private void slowPuts() {
    r.service.fault =
        text -> {
          puts.add(r.now());
          r.pass(Duration.ofMinutes(7));
          return null;
        };
  }

  @ParameterizedTest
  @CsvSource({
    "America/New_York, 2026-03-05T12:00:00Z",
    "America/New_York, 2026-10-29T12:00:00Z",
    "Europe/Berlin, 2026-03-26T12:00:00Z",
    "Europe/Berlin, 2026-10-22T12:00:00Z",
    "Australia/Lord_Howe, 2026-04-01T12:00:00Z",
    "Australia/Lord_Howe, 2026-09-30T12:00:00Z",
  })
  void inTheWeekOfAClockChangeNoPutBeginsInAForbiddenMinute(ZoneId zone, Instant begin)
      throws Exception {
    r.zone = zone;
    r.pass(Duration.between(r.now(), begin));
    r.rules = rules(Duration.ofMinutes(30));
    window("Mon-Fri 18:00-06:00, Sat-Sun 00:00-24:00, !Sun 00:00-04:00, !12:00-13:00");
    slowPuts();
    int studies = 0;
    for (Instant end = begin.plus(Duration.ofDays(7)); r.now().isBefore(end); ) {
      for (int i = 0; i < 12; i++) {
        String study = "1." + (studies + i / 3);
        r.instance(study + "/" + i, study, study + "." + i, "x");
      }
      studies += 4;
      Instant hour = r.now();
      Sums.assertMatch(r.run());
      Instant next = hour.plus(Duration.ofHours(1));
      r.pass(r.now().isBefore(next) ? Duration.between(r.now(), next) : Duration.ZERO);
    }

    assertThat(puts).hasSizeGreaterThan(200);
    assertThat(puts).allSatisfy(put -> assertThat(isAllowed(put.atZone(zone))).isTrue());
  }

  /** What a clock on the wall says of the calendar. */
  private static boolean isAllowed(ZonedDateTime put) {
    LocalTime time = put.toLocalTime();
    boolean isNoon = time.getHour() == 12;
    boolean isNight = time.getHour() < 6;
    boolean isEvening = time.getHour() >= 18;
    return !isNoon
        && switch (put.getDayOfWeek()) {
          case MONDAY -> isEvening;
          case SATURDAY -> true;
          case SUNDAY -> time.getHour() >= 4;
          default -> isNight || isEvening;
        };
  }

  @Test
  void aStudyThatTheWindowInterruptsGoesWholeTheNextTime() throws Exception {
    for (int i = 0; i < 10; i++) {
      r.instance("s/" + i, "1.1", "1.1." + i, "x");
    }
    r.pass(Duration.ofMinutes(10));
    window("20:00-20:11");
    r.service.fault =
        text -> {
          puts.add(r.now());
          r.pass(Duration.ofSeconds(20));
          return null;
        };
    RunResult closed = r.run();
    assertThat(closed.exit()).isZero();
    assertThat(closed.instances()).isEqualTo(new RunResult.Instances(3, 0, 0, 0, 0, 0, 7));
    assertThat(closed.studies().incomplete()).isEqualTo(1);
    Sums.assertMatch(closed);

    r.pass(Duration.ofMinutes(10));
    r.limits = RunLimits.NONE;
    RunResult next = r.run();
    assertThat(next.exit()).isZero();
    assertThat(next.studies().complete()).isEqualTo(1);
    assertThat(puts).hasSize(3 + 10);
  }
}
