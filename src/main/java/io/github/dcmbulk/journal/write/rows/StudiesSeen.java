package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.journal.StudyCounts;
import java.util.BitSet;

/**
 * The studies that a run found, and those with something to send, one bit each: the journal numbers
 * studies from one, so a million of them take 125 kB. Thread-safe.
 */
public final class StudiesSeen {
  private final BitSet ids = new BitSet();
  private final BitSet toSend = new BitSet();
  private final BitSet done = new BitSet();

  /** A file of that study was found. */
  public synchronized void add(long study) {
    ids.set(Math.toIntExact(study));
  }

  /** Whether a file of that study was found. */
  public synchronized boolean contains(long study) {
    return ids.get(Math.toIntExact(study));
  }

  /** It has something to be sent in this run. */
  synchronized void waits(long study) {
    toSend.set(Math.toIntExact(study));
    done.clear(Math.toIntExact(study));
  }

  /** Nothing more of it is to be sent in this run, unless it is found again. */
  synchronized void done(long study) {
    done.set(Math.toIntExact(study));
  }

  /** How many studies were found, had something to send, and are done. */
  public synchronized StudyCounts counts() {
    return new StudyCounts(ids.cardinality(), toSend.cardinality(), done.cardinality());
  }

  /** Those that the run found, one bit each. */
  public synchronized byte[] toBytes() {
    return ids.toByteArray();
  }

  /** Adds those that another process of the run found. */
  public synchronized void add(byte[] bits) {
    ids.or(BitSet.valueOf(bits));
  }

  /** How many studies were found. */
  public synchronized long count() {
    return ids.cardinality();
  }
}
