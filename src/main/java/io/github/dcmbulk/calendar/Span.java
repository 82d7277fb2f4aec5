package io.github.dcmbulk.calendar;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A span of time.
 *
 * @param from its first instant
 * @param until the first instant after it
 */
public record Span(Instant from, Instant until) {
  boolean isEmpty() {
    return !from.isBefore(until);
  }

  /** The overlap with another span; may be empty. */
  Span intersect(Span other) {
    return new Span(later(from, other.from), earlier(until, other.until));
  }

  /** The union, in order; adjacent spans become one. */
  static List<Span> union(List<Span> spans) {
    List<Span> sorted = new ArrayList<>(spans);
    sorted.removeIf(Span::isEmpty);
    sorted.sort(Comparator.comparing(Span::from));
    List<Span> joined = new ArrayList<>();
    for (Span span : sorted) {
      Span last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last == null || span.from.isAfter(last.until)) {
        joined.add(span);
      } else {
        joined.set(joined.size() - 1, new Span(last.from, later(last.until, span.until)));
      }
    }
    return joined;
  }

  /**
   * The spans of one list without those of another.
   *
   * @param spans in order, not adjacent
   * @param without in order, not adjacent
   */
  static List<Span> subtract(List<Span> spans, List<Span> without) {
    List<Span> left = new ArrayList<>();
    for (Span span : spans) {
      Instant from = span.from;
      for (Span gap : without) {
        if (gap.until.isAfter(from) && gap.from.isBefore(span.until)) {
          left.add(new Span(from, gap.from));
          from = gap.until;
        }
      }
      left.add(new Span(from, span.until));
    }
    left.removeIf(Span::isEmpty);
    return left;
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
