package io.github.dcmbulk.console;

import io.github.dcmbulk.model.Pace;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** How fast things go, from totals looked at once a second. Belongs to one thread. */
final class Rates {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long RECENT = Duration.ofSeconds(10).toNanos();
  private static final long KEPT = Duration.ofSeconds(60).toNanos();

  /** Less than this says nothing about what is to come. */
  private static final long ENOUGH = Duration.ofSeconds(3).toNanos();

  private record Sample(long nanos, long instances, long bytes) {}

  private final ArrayDeque<Sample> samples = new ArrayDeque<>();
  private Sample latest = new Sample(0, 0, 0);

  /**
   * Per second, over the last ten seconds; over the last minute where large instances take longer.
   */
  record Rate(double instances, double bytes) {}

  /** Takes note of the totals now; the clock has any origin. */
  void sample(long nanos, long instances, long bytes) {
    latest = new Sample(nanos, instances, bytes);
    if (instances == 0 && bytes == 0) {
      // What goes before the first bytes says nothing about how long the rest takes.
      samples.clear();
    }
    if (samples.isEmpty() || nanos - samples.getLast().nanos >= SECOND) {
      samples.addLast(latest);
    }
    // One sample older than that stays, to measure from.
    while (samples.size() > 2 && nanos - second().nanos >= KEPT) {
      samples.removeFirst();
    }
  }

  private Sample second() {
    Iterator<Sample> oldest = samples.iterator();
    oldest.next();
    return oldest.next();
  }

  /** How fast it goes now. */
  Rate now() {
    Sample recent = since(RECENT);
    return rate(
        recent.instances == latest.instances && recent.bytes == latest.bytes
            ? since(KEPT)
            : recent);
  }

  /**
   * How long the rest takes at the speed of the last minute.
   *
   * @return null where that cannot be told
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
