package io.github.dcmbulk.console;

import io.github.dcmbulk.model.Pace;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Rates from totals that are sampled once a second. For one thread. */
final class Rates {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long RECENT = Duration.ofSeconds(10).toNanos();
  private static final long KEPT = Duration.ofSeconds(60).toNanos();

  /** Shorter times do not allow an estimate. */
  private static final long ENOUGH = Duration.ofSeconds(3).toNanos();

  private record Sample(long nanos, long instances, long bytes) {}

  private final ArrayDeque<Sample> samples = new ArrayDeque<>();
  private Sample latest = new Sample(0, 0, 0);

  /**
   * Per second, over the last ten seconds; over the last minute where large instances take longer.
   */
  record Rate(double instances, double bytes) {}

  /** Adds a sample of the totals; the clock may have any origin. */
  void sample(long nanos, long instances, long bytes) {
    latest = new Sample(nanos, instances, bytes);
    if (instances == 0 && bytes == 0) {
      // The time before the first bytes says nothing about the remaining time.
      samples.clear();
    }
    if (samples.isEmpty() || nanos - samples.getLast().nanos >= SECOND) {
      samples.addLast(latest);
    }
    // One older sample is kept as the start of the interval.
    while (samples.size() > 2 && nanos - second().nanos >= KEPT) {
      samples.removeFirst();
    }
  }

  private Sample second() {
    Iterator<Sample> oldest = samples.iterator();
    oldest.next();
    return oldest.next();
  }

  /** The present rate. */
  Rate now() {
    Sample recent = since(RECENT);
    return rate(
        recent.instances == latest.instances && recent.bytes == latest.bytes
            ? since(KEPT)
            : recent);
  }

  /**
   * Estimated remaining time, at the rate of the last minute.
   *
   * @return null where it is unknown
   */
  @Nullable Duration left(long instances, long bytes) {
    Sample from = since(KEPT);
    double done = Pace.work(latest.instances - from.instances, latest.bytes - from.bytes);
    long took = latest.nanos - from.nanos;
    return done > 0 && took >= ENOUGH
        ? Duration.ofNanos((long) (Pace.work(instances, bytes) / done * took))
        : null;
  }

  private Sample since(long nanos) {
    for (Sample sample : samples) {
      if (latest.nanos - sample.nanos <= nanos) {
        return sample;
      }
    }
    return latest;
  }

  private Rate rate(Sample from) {
    double seconds = (latest.nanos - from.nanos) / 1e9;
    return seconds <= 0 || latest.bytes < from.bytes
        ? new Rate(0, 0)
        : new Rate(
            (latest.instances - from.instances) / seconds, (latest.bytes - from.bytes) / seconds);
  }
}
