package io.github.dcmbulk.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * A calendar in a time zone. Keeps the last phase, so that repeated calls cost nothing.
 * Thread-safe.
 */
public final class OpenHours {
  /** How far ahead the next change is searched: more than a week and a clock change. */
  private static final Duration AHEAD = Duration.ofDays(9);

  private final WeekCalendar calendar;
  private final ZoneId zone;
  private final WeekCalendar.InDoubt inDoubt;
  private volatile Phase last = new Phase(false, new Span(Instant.MIN, Instant.MIN));

  /** Whether it is open during that span. */
  private record Phase(boolean isOpen, Span span) {
    boolean contains(Instant now) {
      return !now.isBefore(span.from()) && now.isBefore(span.until());
    }
  }

  /**
   * Sets the zone of the calendar.
   *
   * @param zone zone of periods without one
   */
  public OpenHours(WeekCalendar calendar, ZoneId zone, WeekCalendar.InDoubt inDoubt) {
    this.calendar = calendar;
    this.zone = zone;
    this.inDoubt = inDoubt;
  }

  /** Zone of periods without one. */
  public ZoneId zone() {
    return zone;
  }

  /** Whether it is open at that time. */
  public boolean isOpen(Instant now) {
    return at(now).isOpen();
  }

  /** When that changes, or a later time up to which it does not change. */
  public Instant changesAt(Instant now) {
    return at(now).span().until();
  }

  /** The open spans in that length of time. */
  public List<Span> open(Instant from, Duration length) {
    return calendar.within(new Span(from, from.plus(length)), zone, inDoubt);
  }

  private Phase at(Instant now) {
    Phase phase = last;
    if (!phase.contains(now)) {
      phase = phaseAt(now);
      last = phase;
    }
    return phase;
  }

  private Phase phaseAt(Instant now) {
    Instant horizon = now.plus(AHEAD);
    for (Span open : open(now, AHEAD)) {
      return open.from().equals(now)
          ? new Phase(true, open)
          : new Phase(false, new Span(now, open.from()));
    }
    return new Phase(false, new Span(now, horizon));
  }
}
