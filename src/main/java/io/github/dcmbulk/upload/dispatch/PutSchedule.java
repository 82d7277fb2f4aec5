package io.github.dcmbulk.upload.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the next instance of a study may be sent, so that the pause between two stored
 * instances is never longer than the gap. A large instance takes long to send; several large ones
 * that are sent at the same time are stored at nearly the same time. Thread-safe.
 */
final class PutSchedule {
  /** The rate is an estimate, and the instances do not share it equally. */
  private static final double MARGIN = 0.8;

  /** With more instances only the sum of the sizes is used. */
  private static final int MOST = 256;

  private final ThroughputMeter pace;
  private final double gapSeconds;
  private final IntSupplier workers;
  private final Set<Load> loads = new LinkedHashSet<>();
  private long remaining;

  /**
   * The delivery of a study begins.
   *
   * @param gap the longest pause
   * @param workers how many instances are sent at the same time
   */
  PutSchedule(ThroughputMeter pace, Duration gap, IntSupplier workers) {
    this.pace = pace;
    this.gapSeconds = MARGIN * gap.toNanos() / 1e9;
    this.workers = workers;
  }

  /** One instance that is being sent. */
  final class Load implements AutoCloseable {
    private final boolean large;
    private final long size;
    private long left;

    private Load(long size) {
      this.size = size;
      this.left = size;
      this.large = size >= BytesInTransit.LARGE;
    }

    /** That many bytes were sent; a negative number if it is sent again. */
    void moved(long bytes) {
      synchronized (PutSchedule.this) {
        left -= bytes;
        remaining -= bytes;
      }
      if (bytes > 0) {
        pace.moved(bytes);
      }
    }

    /** Its bytes are being sent. */
    void began() {
      if (large) {
        pace.began();
      }
    }

    /** Its bytes are not being sent any more. */
    void ended() {
      if (large) {
        pace.ended();
      } else {
        pace.moved(size);
      }
    }

    /** It was stored, or given up. */
    @Override
    public void close() {
      synchronized (PutSchedule.this) {
        loads.remove(this);
        remaining -= left;
      }
    }
  }

  /** An instance is to be sent. */
  synchronized Load begin(long size) {
    Load load = new Load(size);
    loads.add(load);
    remaining += size;
    return load;
  }

  synchronized boolean isEmpty() {
    return loads.isEmpty();
  }

  /**
   * Whether an instance may be sent now.
   *
   * @param deadline when the next one must be stored; null if none was stored yet
   */
  synchronized boolean admits(long size, @Nullable Instant deadline, Instant now) {
    double rate = pace.usual();
    double until =
        deadline == null
            ? Double.MAX_VALUE
            : Math.max(0, Duration.between(now, deadline).toNanos() / 1e9) * rate;
    double gap = gapSeconds * rate;
    double first = MARGIN * until;
    if (remaining + size <= Math.min(first, gap)) {
      return true;
    }
    if (loads.isEmpty()) {
      // Waiting would not help; and if it is too slow, it is aborted before it is stored.
      return size <= until || !pace.isKnown();
    }
    if (loads.size() >= MOST) {
      return false;
    }
    double[] left = new double[loads.size() + 1];
    int i = 0;
    for (Load load : loads) {
      left[i++] = load.left;
    }
    left[i] = size;
    return isTogether(ends(left, Math.max(1, workers.getAsInt())), first, gap);
  }

  private static boolean isTogether(double[] ends, double first, double gap) {
    boolean together = ends[0] <= first;
    for (int i = 1; i < ends.length; i++) {
      together &= ends[i] - ends[i - 1] <= gap;
    }
    return together;
  }

  /**
   * For each instance, the number of bytes of all instances that are sent when it is complete:
   * those in progress share the rate equally, and the next one begins when one is complete.
   *
   * @param left bytes of each, in the order in which they begin
   * @param workers how many are sent at the same time
   */
  static double[] ends(double[] left, int workers) {
    double[] rest = left.clone();
    double[] ends = new double[rest.length];
    int[] active = new int[Math.min(workers, rest.length)];
    int count = 0;
    int next = 0;
    int done = 0;
    double carried = 0;
    while (done < rest.length) {
      while (count < active.length && next < rest.length) {
        active[count++] = next++;
      }
      int soonest = 0;
      for (int i = 1; i < count; i++) {
        soonest = rest[active[i]] < rest[active[soonest]] ? i : soonest;
      }
      double step = rest[active[soonest]];
      carried += step * count;
      for (int i = 0; i < count; i++) {
        rest[active[i]] -= step;
      }
      ends[done++] = carried;
      active[soonest] = active[--count];
    }
    Arrays.sort(ends);
    return ends;
  }

  /**
   * How many of a study's largest instances can be sent together with the rest of it: all, if no
   * more than one of them takes longer than the gap, or if all that do can be sent at the same
   * time.
   *
   * @param tooLarge how many take longer than the gap at the best rate that was seen
   * @param workers how many instances are sent at the same time
   */
  static int together(int tooLarge, int workers) {
    return Math.min(tooLarge, Math.max(1, workers));
  }

  /** From this size on an instance takes longer than the gap; MAX_VALUE where no rate is known. */
  static long tooLarge(ThroughputMeter pace, Duration gap) {
    double rate = pace.best();
    return rate == 0 ? Long.MAX_VALUE : (long) (MARGIN * rate * gap.toNanos() / 1e9);
  }
}
