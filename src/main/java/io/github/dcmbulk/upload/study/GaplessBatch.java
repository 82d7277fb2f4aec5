package io.github.dcmbulk.upload.study;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Whether instances came as one batch, as the service counts: with no pause between two stored ones
 * that is longer than the gap. When one was stored is known to lie between its last byte and the
 * answer, and no closer. So the batch is whole only if it is whole at whatever moments of these
 * spans they were stored: each instance but the last needs another one that was surely stored
 * within the gap after it. An answer that comes late, or a process that stood still, makes a span
 * long, and proves nothing of the time in between.
 */
final class GaplessBatch {
  private final Duration gap;

  // Durations are divided and multiplied as decimal numbers, which is too slow for each instance.
  private final Duration twice;
  private final Duration moment;
  private Instant lastStored = Instant.MIN;

  /** Those that no other one is known to have followed within the gap. */
  private final List<Span> open = new ArrayList<>();

  /** Earliest answers by last byte, without those that an even later one beats. */
  private final NavigableMap<Instant, Instant> followers = new TreeMap<>();

  private Instant latest = Instant.MIN;
  private Instant secondLatest = Instant.MIN;

  private record Span(Instant from, Instant to) {}

  GaplessBatch(Duration gap) {
    this.gap = gap;
    this.twice = gap.multipliedBy(2);
    this.moment = gap.dividedBy(500);
  }

  /** An instance was stored at some moment in that span. */
  void stored(Instant from, Instant to) {
    Iterator<Span> each = open.iterator();
    while (each.hasNext()) {
      Span before = each.next();
      if (from.isAfter(before.from) && !to.isAfter(before.from.plus(gap))) {
        each.remove();
      }
    }
    if (!isFollowed(from) && open.stream().noneMatch(o -> o.from.equals(from))) {
      open.add(new Span(from, to));
    }
    follow(from, to);
    ended(to);
    lastStored = from.isAfter(lastStored) ? from : lastStored;
  }

  /** An instance was perhaps stored, at some moment in that span. */
  void maybeStored(Instant from, Instant to) {
    if (from.isAfter(to)) {
      return;
    }
    ended(to);
  }

  private boolean isFollowed(Instant from) {
    Instant until = from.plus(gap);
    Map.Entry<Instant, Instant> next = followers.higherEntry(from);
    return next != null && !next.getValue().isAfter(until);
  }

  private void follow(Instant from, Instant to) {
    Map.Entry<Instant, Instant> later = followers.ceilingEntry(from);
    if (later != null && !later.getValue().isAfter(to)) {
      return;
    }
    NavigableMap<Instant, Instant> earlier = followers.headMap(from, true);
    while (!earlier.isEmpty() && !earlier.lastEntry().getValue().isBefore(to)) {
      earlier.pollLastEntry();
    }
    if (isSoonAfterLast(from)) {
      return;
    }
    followers.put(from, to);
    // What is older says nothing of an instance whose own span is not far too long already.
    followers.headMap(from.minus(twice), false).clear();
  }

  /** Thousands a second need not all be remembered: a few of them show as much. */
  private boolean isSoonAfterLast(Instant from) {
    return !followers.isEmpty()
        && from.isAfter(followers.lastKey())
        && from.isBefore(followers.lastKey().plus(moment));
  }

  private void ended(Instant to) {
    if (to.isAfter(latest)) {
      secondLatest = latest;
      latest = to;
    } else if (to.isAfter(secondLatest)) {
      secondLatest = to;
    }
  }

  /** When the batch ends at the latest, if nothing more is stored. */
  Instant end() {
    return lastStored.plus(gap);
  }

  /** When something had surely been stored. */
  Instant lastStored() {
    return lastStored;
  }

  /** Whether some instance may lie in an earlier batch than a later one. */
  boolean isTorn() {
    for (Span span : open) {
      Instant othersLatest = span.to.equals(latest) ? secondLatest : latest;
      if (othersLatest.isAfter(span.from.plus(gap))) {
        return true;
      }
    }
    return false;
  }
}
