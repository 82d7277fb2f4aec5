package io.github.dcmbulk.throttle;

/**
 * What a run may use of the network.
 *
 * @param bytes of instances, per second
 * @param requests for URLs and uploads, per second
 */
public record RateLimits(RateLimiter bytes, RateLimiter requests) {
  /** No limits. */
  public static final RateLimits NONE = new RateLimits(RateLimiter.NONE, RateLimiter.NONE);
}
