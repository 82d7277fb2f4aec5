package io.github.dcmbulk.throttle;

import io.github.dcmbulk.calendar.OpenHours;
import io.github.dcmbulk.calendar.WeekCalendar.InDoubt;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** A timetable of rates in its time zone. Thread-safe. */
public final class RateSchedule {
  private final List<Rule> rules;

  /** A rule in its zone. At local times that a clock change skips or repeats, the limit applies. */
  private record Rule(OpenHours hours, long bytesPerSecond) {}

  RateSchedule(RateTimetable timetable, ZoneId zone) {
    rules =
        timetable.rules().stream()
            .map(
                rule ->
                    new Rule(
                        new OpenHours(rule.during(), zone, InDoubt.OPEN), rule.bytesPerSecond()))
            .toList();
  }

  /** The rate at that time, in bytes per second; {@link RateTimetable#UNLIMITED} for none. */
  public long at(Instant now) {
    for (Rule rule : rules) {
      if (rule.hours().isOpen(now)) {
        return rule.bytesPerSecond();
      }
    }
    return RateTimetable.UNLIMITED;
  }

  /** When the rate changes, or a later time up to which it does not change. */
  public Instant changesAt(Instant now) {
    return rules.stream()
        .map(rule -> rule.hours().changesAt(now))
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
  }
}
