package io.github.dcmbulk.model;

/**
 * How instances were shown to have arrived as they are.
 *
 * @param etag the ETag was the MD5
 * @param checksum a checksum of the answer was the same
 * @param none the answer held nothing to compare: status and TLS alone
 */
public record IntegrityCounts(long etag, long checksum, long none) {
  /** Nothing was stored. */
  public static final IntegrityCounts NONE = new IntegrityCounts(0, 0, 0);
}
