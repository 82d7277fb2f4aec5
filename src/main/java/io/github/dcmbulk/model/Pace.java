package io.github.dcmbulk.model;

import java.time.Duration;

/**
 * Average speed of a run.
 *
 * @param run name of the run
 * @param instances number of delivered instances, at least one
 * @param bytes their total length
 * @param took duration of the run, positive
 */
public record Pace(String run, long instances, long bytes, Duration took) {
  /** Cost of a request in bytes, so that small instances count as well. */
  private static final double REQUEST_BYTES = 64 * 1024;

  /** Upper limit of estimates. */
  private static final Duration LONGEST = Duration.ofDays(365);

  /** Instances and bytes as one amount of work. */
  public static double work(long instances, long bytes) {
    return bytes + instances * REQUEST_BYTES;
  }

  /** Estimated time for that work at this pace; at most a year. */
  public Duration timeFor(long instances, long bytes) {
    double millis = work(instances, bytes) / work(this.instances, this.bytes) * took.toMillis();
    return Duration.ofMillis(Math.round(Math.min(millis, (double) LONGEST.toMillis())));
  }
}
