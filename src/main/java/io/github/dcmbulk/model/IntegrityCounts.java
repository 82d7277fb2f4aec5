package io.github.dcmbulk.model;

/**
 * How instances were verified.
 *
 * @param etag by the ETag, which was the MD5
 * @param checksum by a checksum in the answer
 * @param none not compared, because the answer had nothing to compare: by status and TLS alone
 */
public record IntegrityCounts(long etag, long checksum, long none) {
  /** For no instance. */
  public static final IntegrityCounts NONE = new IntegrityCounts(0, 0, 0);
}
