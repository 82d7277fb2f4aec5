package io.github.dcmbulk.model;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * State of one file in reports. Contains no patient attribute.
 *
 * @param path path of the file
 * @param size length in bytes
 * @param modified time of the last modification
 * @param state its state
 * @param reason why it is rejected, held or failed; null otherwise
 * @param warnings names of the warnings
 * @param header the identifiers, as far as known
 * @param md5 MD5 of the content as 32 hexadecimal digits; null before it was read completely
 * @param etag the service's ETag; null until delivered
 * @param attempts number of delivery attempts
 * @param uploadedAt when the service confirmed it; null before
 * @param run name of the run that last changed the row; null for the command {@code check}
 * @param sha256 SHA-256 of the content as 64 hexadecimal digits; null unless it was requested
 * @param hold what the file's study waits for; null for nothing
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

  /** The same file as if it had not been sent. */
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
        null,
        null);
  }
}
