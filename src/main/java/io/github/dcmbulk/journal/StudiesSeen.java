package io.github.dcmbulk.journal;

import java.util.BitSet;

/**
 * The studies that a run met, one bit each: the journal numbers studies from one, so a million of
 * them take 125 kB. Thread-safe.
 */
final class StudiesSeen {
  private final BitSet ids = new BitSet();

  synchronized void add(long study) {
    ids.set(Math.toIntExact(study));
  }

  synchronized boolean contains(long study) {
    return ids.get(Math.toIntExact(study));
  }

  synchronized long count() {
    return ids.cardinality();
  }
}
