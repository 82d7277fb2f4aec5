package io.github.dcmbulk.throttle;

/**
 * Rate limits of a run.
 *
 * @param bytes limit of instance bytes, per second
 * @param requests limit of presign and PUT requests, per second
 */
public record RateLimits(RateLimiter bytes, RateLimiter requests) {
  /** No limits. */
  public static final RateLimits NONE = new RateLimits(RateLimiter.NONE, RateLimiter.NONE);
}
