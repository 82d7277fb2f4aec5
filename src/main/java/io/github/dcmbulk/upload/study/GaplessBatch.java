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
 * Whether instances arrived as one batch by the service's rule: no pause between two stored ones is
 * longer than the gap. An instance is stored at an unknown time between its last byte and the
 * answer. So the batch counts as one only if it is one for all possible times: each instance except
 * the last needs another one that was certainly stored within the gap after it. A late answer, or a
 * stopped process, makes the span long, and proves nothing about the time in between.
 */
final class GaplessBatch {
  private final Duration gap;

  // Computed once: Duration multiplies and divides with decimal numbers, which is too slow for each
  // instance.
  private final Duration twice;
  private final Duration moment;
  private Instant lastStored = Instant.MIN;

  /** Instances after which no other one is known to have been stored within the gap. */
  private final List<Span> open = new ArrayList<>();

  /** Earliest answers by last byte, without those that are implied by a later one. */
  private final NavigableMap<Instant, Instant> followers = new TreeMap<>();

  private Instant latest = Instant.MIN;
  private Instant secondLatest = Instant.MIN;

  private record Span(Instant from, Instant to) {}

  GaplessBatch(Duration gap) {
    this.gap = gap;
    this.twice = gap.multipliedBy(2);
    this.moment = gap.dividedBy(500);
  }

  /** An instance was stored at a time within that span. */
  void stored(Instant from, Instant to) {
    Iterator<Span> each = open.iterator();
    while (each.hasNext()) {
      Span before = each.next();
      if (from.isAfter(before.from) && !to.isAfter(before.from.plus(gap))) {
        each.remove();
      }
    }
    if (!isFollowed(from) && !isOpen(from)) {
      open.add(new Span(from, to));
    }
    follow(from, to);
    ended(to);
    lastStored = from.isAfter(lastStored) ? from : lastStored;
  }

  /** An instance was perhaps stored, at a time within that span. */
  void maybeStored(Instant from, Instant to) {
    if (from.isAfter(to)) {
      return;
    }
    ended(to);
  }

  private boolean isOpen(Instant from) {
    // Called for each instance: no streams.
    for (Span span : open) {
      if (span.from.equals(from)) {
        return true;
      }
    }
    return false;
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
    // Older spans only matter for an instance whose own span is far too long.
    followers.headMap(from.minus(twice), false).clear();
  }

  /** Of thousands of instances per second a few are sufficient. */
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

  /** Latest end of the batch if nothing more is stored. */
  Instant end() {
    return lastStored.plus(gap);
  }

  /** Latest time at which something was certainly stored. */
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
