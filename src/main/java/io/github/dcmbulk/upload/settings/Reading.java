package io.github.dcmbulk.upload.settings;

import io.github.dcmbulk.throttle.RateLimiter;

/**
 * How files are read.
 *
 * @param sha256 whether to compute a SHA-256 beside the MD5
 * @param rate limit of all disk reads together
 */
public record Reading(boolean sha256, RateLimiter rate) {
  /** MD5 only, no limit. */
  public static final Reading PLAIN = new Reading(false, RateLimiter.NONE);
}
