package io.github.dcmbulk.remote;

import java.util.Map;

/**
 * Requests made so far.
 *
 * @param token requests to the token endpoint
 * @param presign requests for a presigned URL
 * @param put uploads started
 * @param retries requests of any kind beyond the first attempt
 */
public record RequestCounts(long token, long presign, long put, long retries) {
  /** The counts by kind, for processes that share a run. */
  public Map<String, Long> byKind() {
    return Map.of("token", token, "presign", presign, "put", put, "retries", retries);
  }

  /** The counts of those kinds. */
  public static RequestCounts of(Map<String, Long> byKind) {
    return new RequestCounts(
        byKind.getOrDefault("token", 0L),
        byKind.getOrDefault("presign", 0L),
        byKind.getOrDefault("put", 0L),
        byKind.getOrDefault("retries", 0L));
  }
}
