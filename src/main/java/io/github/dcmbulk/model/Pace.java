package io.github.dcmbulk.model;

import java.time.Duration;

/**
 * How fast a run was, all in all.
 *
 * @param run its name
 * @param instances what it delivered, at least one
 * @param bytes their length
 * @param took from its begin to its end, longer than nothing
 */
public record Pace(String run, long instances, long bytes, Duration took) {
  /** A request costs about as much as these bytes, so that small instances count as well. */
  private static final double REQUEST_BYTES = 64 * 1024;

  /** Longer times are not shown to the minute. */
  private static final Duration LONGEST = Duration.ofDays(365);

  /** Instances and bytes as one amount of work. */
  public static double work(long instances, long bytes) {
    return bytes + instances * REQUEST_BYTES;
  }

  /** How long so much takes at this pace; a year at most. */
  public Duration timeFor(long instances, long bytes) {
    double millis = work(instances, bytes) / work(this.instances, this.bytes) * took.toMillis();
    return Duration.ofMillis(Math.round(Math.min(millis, (double) LONGEST.toMillis())));
  }
}
