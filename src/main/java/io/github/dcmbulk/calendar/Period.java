package io.github.dcmbulk.calendar;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A time of day on some days of the week. It belongs to the day it begins on.
 *
 * <p>Two readings of its ends differ when the clocks change: the instants that {@code java.time}
 * resolves them to (a skipped time is later by the length of the gap, a repeated one is the
 * earlier), and all instants at which a clock on the wall shows a time between them. {@link
 * #surely} is where both agree, {@link #perhaps} where one of them does.
 *
 * @param days the days it begins on, not empty
 * @param from local time of its beginning
 * @param length from its beginning to its end, by the clock on the wall; more than nothing
 * @param zone where; null for the zone of the whole calendar
 */
public record Period(Set<DayOfWeek> days, LocalTime from, Duration length, @Nullable ZoneId zone) {
  /** Guards the values. */
  public Period {
    days = Set.copyOf(days);
    if (days.isEmpty() || length.isZero() || length.isNegative()) {
      throw new IllegalArgumentException("a period needs a day and a length");
    }
  }

  /**
   * When it holds by both readings; never empty for a day it begins on. One that a clock change
   * skips comes later, by the length of the gap.
   *
   * @param span the periods that touch it
   * @param calendarZone the zone where the period names none
   */
  List<Span> surely(Span span, ZoneId calendarZone) {
    List<Span> all = new ArrayList<>();
    for (LocalDate day : daysAround(span, zoneOr(calendarZone))) {
      Span resolved = resolved(day, zoneOr(calendarZone));
      List<Span> both = new ArrayList<>();
      for (Span shown : shown(day, zoneOr(calendarZone))) {
        both.add(shown.intersect(resolved));
      }
      both.removeIf(Span::isEmpty);
      all.addAll(
          both.isEmpty() ? List.of(new Span(resolved.from(), resolved.from().plus(length))) : both);
    }
    return all;
  }

  /** When it holds by one reading or the other. */
  List<Span> perhaps(Span span, ZoneId calendarZone) {
    List<Span> all = new ArrayList<>();
    for (LocalDate day : daysAround(span, zoneOr(calendarZone))) {
      all.add(resolved(day, zoneOr(calendarZone)));
      all.addAll(shown(day, zoneOr(calendarZone)));
    }
    all.removeIf(Span::isEmpty);
    return all;
  }

  private ZoneId zoneOr(ZoneId calendarZone) {
    return zone == null ? calendarZone : zone;
  }

  /** The days on which it begins, from one early enough to reach into the span. */
  private List<LocalDate> daysAround(Span span, ZoneId where) {
    LocalDate first = span.from().atZone(where).toLocalDate().minusDays(1 + length.toDays() + 1);
    LocalDate last = span.until().atZone(where).toLocalDate();
    return first
        .datesUntil(last.plusDays(1))
        .filter(day -> days.contains(day.getDayOfWeek()))
        .toList();
  }

  private Span resolved(LocalDate day, ZoneId where) {
    LocalDateTime begin = day.atTime(from);
    return new Span(begin.atZone(where).toInstant(), begin.plus(length).atZone(where).toInstant());
  }

  /** The instants at which a clock on the wall shows a time in it. */
  private List<Span> shown(LocalDate day, ZoneId where) {
    LocalDateTime begin = day.atTime(from);
    LocalDateTime end = begin.plus(length);
    ZoneRules rules = where.getRules();
    List<Span> parts = new ArrayList<>();
    Instant last = end.toInstant(ZoneOffset.MIN);
    Instant from = begin.toInstant(ZoneOffset.MAX);
    while (from.isBefore(last)) {
      ZoneOffset offset = rules.getOffset(from);
      ZoneOffsetTransition change = rules.nextTransition(from);
      Instant until =
          change == null || change.getInstant().isAfter(last) ? last : change.getInstant();
      Span part =
          new Span(from, until).intersect(new Span(begin.toInstant(offset), end.toInstant(offset)));
      if (!part.isEmpty()) {
        parts.add(part);
      }
      from = until;
    }
    return parts;
  }
}
