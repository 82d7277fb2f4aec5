package io.github.dcmbulk.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * A calendar at a place, to be asked at any moment. Remembers the phase it was asked for last, so
 * that asking again costs nothing. Thread-safe.
 */
public final class OpenHours {
  /** How far ahead a phase is looked for: further than a week, and a clock change more. */
  private static final Duration AHEAD = Duration.ofDays(9);

  private final WeekCalendar calendar;
  private final ZoneId zone;
  private final WeekCalendar.InDoubt inDoubt;
  private volatile Phase last = new Phase(false, new Span(Instant.MIN, Instant.MIN));

  /** Open or closed for that long. */
  private record Phase(boolean isOpen, Span span) {
    boolean contains(Instant now) {
      return !now.isBefore(span.from()) && now.isBefore(span.until());
    }
  }

  /**
   * Puts the calendar in its place.
   *
   * @param zone of periods that name none
   */
  public OpenHours(WeekCalendar calendar, ZoneId zone, WeekCalendar.InDoubt inDoubt) {
    this.calendar = calendar;
    this.zone = zone;
    this.inDoubt = inDoubt;
  }

  /** The zone of periods that name none. */
  public ZoneId zone() {
    return zone;
  }

  /** Whether it is open then. */
  public boolean isOpen(Instant now) {
    return at(now).isOpen();
  }

  /** When that changes, or some later time before which it does not. */
  public Instant changesAt(Instant now) {
    return at(now).span().until();
  }

  /** When it is open from then on, for so long. */
  public List<Span> open(Instant from, Duration length) {
    return calendar.within(new Span(from, from.plus(length)), zone, inDoubt);
  }

  private Phase at(Instant now) {
    Phase phase = last;
    if (!phase.contains(now)) {
      phase = look(now);
      last = phase;
    }
    return phase;
  }

  private Phase look(Instant now) {
    Instant horizon = now.plus(AHEAD);
    for (Span open : open(now, AHEAD)) {
      return open.from().equals(now)
          ? new Phase(true, open)
          : new Phase(false, new Span(now, open.from()));
    }
    return new Phase(false, new Span(now, horizon));
  }
}
