package io.github.dcmbulk.remote.presign;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A presigned URL, and whether an upload can use it.
 *
 * @param url the URL
 * @param place where it was found in the answer
 * @param left remaining validity by the service's clock; negative when expired, null when unknown
 * @param unknownHeaders signed headers whose values are unknown
 * @param isConfidential whether the connection is encrypted
 * @param isAllowed whether {@code --upload-host} allows its host
 */
public record Presigned(
    PresignedUrl url,
    String place,
    @Nullable Duration left,
    List<String> unknownHeaders,
    boolean isConfidential,
    boolean isAllowed) {
  /** Copies the list. */
  public Presigned {
    unknownHeaders = List.copyOf(unknownHeaders);
  }
}
