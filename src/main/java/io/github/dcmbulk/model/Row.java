package io.github.dcmbulk.model;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of one file, as reports show it (no patient attribute among them).
 *
 * @param path where the file lies
 * @param size length in bytes
 * @param modified last modification
 * @param state its bucket
 * @param reason why it is rejected, held or failed; null otherwise
 * @param warnings wire names of the warnings
 * @param header the identifiers, as far as known
 * @param md5 MD5 of the content as 32 hexadecimal digits; null until it was read whole
 * @param etag the service's ETag; null until delivered
 * @param attempts deliveries tried
 * @param uploadedAt when the service confirmed it; null until then
 * @param run name of the run that last changed the row; null in a bare check
 * @param sha256 SHA-256 of the content as 64 hexadecimal digits; null unless it was asked for
 * @param hold what the file's study waits for; null where it waits for nothing
 */
public record Row(
    Path path,
    long size,
    Instant modified,
    FileState state,
    @Nullable String reason,
    Set<String> warnings,
    InstanceHeader header,
    @Nullable String md5,
    @Nullable String etag,
    int attempts,
    @Nullable Instant uploadedAt,
    @Nullable String run,
    @Nullable String sha256,
    @Nullable Hold hold) {

  /** A file whose study waits for nothing. */
  public Row(
      Path path,
      long size,
      Instant modified,
      FileState state,
      @Nullable String reason,
      Set<String> warnings,
      InstanceHeader header,
      @Nullable String md5,
      @Nullable String etag,
      int attempts,
      @Nullable Instant uploadedAt,
      @Nullable String run,
      @Nullable String sha256) {
    this(
        path,
        size,
        modified,
        state,
        reason,
        warnings,
        header,
        md5,
        etag,
        attempts,
        uploadedAt,
        run,
        sha256,
        null);
  }

  /** The same file, not sent yet. */
  public Row unsent() {
    return new Row(
        path,
        size,
        modified,
        FileState.PENDING,
        null,
        warnings,
        header,
        null,
        null,
        attempts,
        null,
        run,
        null);
  }
}
