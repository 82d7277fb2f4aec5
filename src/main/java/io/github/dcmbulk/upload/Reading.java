package io.github.dcmbulk.upload;

/**
 * How files are read.
 *
 * @param sha256 whether to compute a SHA-256 beside the MD5
 */
public record Reading(boolean sha256) {
  /** MD5 only. */
  public static final Reading PLAIN = new Reading(false);
}
