package io.github.dcmbulk.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Periods of the week that are allowed, and others that are not: what is forbidden wins. Without
 * allowed periods all other time is allowed.
 *
 * @param allowed the periods in which it holds; empty for always
 * @param forbidden the periods in which it does not
 */
public record WeekCalendar(List<Period> allowed, List<Period> forbidden) {
  /** What counts at times that a clock change skips or repeats. */
  public enum InDoubt {
    /** It does not hold: for a permission. */
    CLOSED,
    /** It holds: for a restriction. */
    OPEN
  }

  /** Copies the lists. */
  public WeekCalendar {
    allowed = List.copyOf(allowed);
    forbidden = List.copyOf(forbidden);
  }

  /**
   * Reads periods such as {@code Mon-Fri 18:00-06:00, !Sun 00:00-04:00 Europe/Berlin}.
   *
   * @throws IllegalArgumentException it is not understood; the message names the part
   */
  public static WeekCalendar parse(String text) {
    return new CalendarParser(text).calendar();
  }

  /**
   * When it holds within that span: in order, none touching another.
   *
   * @param zone of periods that name none
   */
  public List<Span> within(Span span, ZoneId zone, InDoubt inDoubt) {
    List<Span> open = new ArrayList<>();
    List<Span> closed = new ArrayList<>();
    boolean isCautious = inDoubt == InDoubt.CLOSED;
    for (Period period : allowed) {
      open.addAll(isCautious ? period.surely(span, zone) : period.perhaps(span, zone));
    }
    for (Period period : forbidden) {
      closed.addAll(isCautious ? period.perhaps(span, zone) : period.surely(span, zone));
    }
    List<Span> all = allowed.isEmpty() ? List.of(span) : Span.union(open);
    List<Span> clipped = new ArrayList<>();
    for (Span part : Span.subtract(all, Span.union(closed))) {
      clipped.add(part.intersect(span));
    }
    clipped.removeIf(Span::isEmpty);
    return clipped;
  }

  /** Whether it holds at some time of the two weeks that begin then. */
  public boolean isEverOpen(Instant from, ZoneId zone) {
    Span weeks = new Span(from, from.plus(Duration.ofDays(14)));
    return !within(weeks, zone, InDoubt.CLOSED).isEmpty();
  }
}
