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
 * A time of day on some weekdays. It belongs to the day on which it begins.
 *
 * <p>When the clocks change, there are two ways to interpret its ends: the instants to which {@code
 * java.time} resolves them (a skipped time is later by the length of the gap, of a repeated one the
 * earlier is used), and all instants at which the local time is between them. {@link #byBoth} is
 * where both agree, {@link #byEither} where at least one holds.
 *
 * @param days the weekdays on which it begins, not empty
 * @param from local time of its begin
 * @param length local time from its begin to its end; positive
 * @param zone its zone; null for that of the calendar
 */
public record Period(Set<DayOfWeek> days, LocalTime from, Duration length, @Nullable ZoneId zone) {
  /** Checks the values. */
  public Period {
    days = Set.copyOf(days);
    if (days.isEmpty() || length.isZero() || length.isNegative()) {
      throw new IllegalArgumentException("a period needs a day and a length");
    }
  }

  /**
   * The spans by both interpretations; never empty for a day on which it begins. A period that a
   * clock change skips is later by the length of the gap.
   *
   * @param span returns the periods that overlap this span
   * @param calendarZone zone for a period without one
   */
  List<Span> byBoth(Span span, ZoneId calendarZone) {
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

  /** The spans by at least one interpretation. */
  List<Span> byEither(Span span, ZoneId calendarZone) {
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

  /** The days on which it begins, from one early enough to overlap the span. */
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

  /** The instants at which the local time is in the period. */
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
