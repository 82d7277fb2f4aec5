package io.github.dcmbulk.remote;

/**
 * Requests made so far.
 *
 * @param token requests to the token endpoint
 * @param presign requests for a presigned URL
 * @param put uploads started
 * @param retries requests of any kind beyond the first attempt
 */
public record RequestCounts(long token, long presign, long put, long retries) {}
