package io.github.dcmbulk.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Allowed and forbidden periods of the week; a forbidden one has precedence. Without allowed
 * periods all other times are allowed.
 *
 * @param allowed allowed periods; empty for all times
 * @param forbidden forbidden periods
 */
public record WeekCalendar(List<Period> allowed, List<Period> forbidden) {
  /** Result for local times that a clock change skips or repeats. */
  public enum InDoubt {
    /** Closed: for a permission. */
    CLOSED,
    /** Open: for a restriction. */
    OPEN
  }

  /** Copies the lists. */
  public WeekCalendar {
    allowed = List.copyOf(allowed);
    forbidden = List.copyOf(forbidden);
  }

  /**
   * Parses periods such as {@code Mon-Fri 18:00-06:00, !Sun 00:00-04:00 Europe/Berlin}.
   *
   * @throws IllegalArgumentException the text is invalid; the message names the part
   */
  public static WeekCalendar parse(String text) {
    return new CalendarParser(text).calendar();
  }

  /**
   * The allowed spans within a span: in order, not adjacent.
   *
   * @param zone zone of periods without one
   */
  public List<Span> within(Span span, ZoneId zone, InDoubt inDoubt) {
    List<Span> open = new ArrayList<>();
    List<Span> closed = new ArrayList<>();
    boolean isCautious = inDoubt == InDoubt.CLOSED;
    for (Period period : allowed) {
      open.addAll(isCautious ? period.byBoth(span, zone) : period.byEither(span, zone));
    }
    for (Period period : forbidden) {
      closed.addAll(isCautious ? period.byEither(span, zone) : period.byBoth(span, zone));
    }
    List<Span> all = allowed.isEmpty() ? List.of(span) : Span.union(open);
    List<Span> clipped = new ArrayList<>();
    for (Span part : Span.subtract(all, Span.union(closed))) {
      clipped.add(part.intersect(span));
    }
    clipped.removeIf(Span::isEmpty);
    return clipped;
  }

  /** Whether any time is allowed in the two weeks from then on. */
  public boolean isEverOpen(Instant from, ZoneId zone) {
    Span weeks = new Span(from, from.plus(Duration.ofDays(14)));
    return !within(weeks, zone, InDoubt.CLOSED).isEmpty();
  }
}
