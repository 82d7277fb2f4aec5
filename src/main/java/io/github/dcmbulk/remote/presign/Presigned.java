package io.github.dcmbulk.remote.presign;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A presigned URL, and whether an upload could use it.
 *
 * @param url the URL
 * @param place where it stood in the answer
 * @param left how long it is good from now, by the service's clock; negative when it has ended,
 *     null when it does not say
 * @param unknownHeaders headers that it demands and whose values are not known
 * @param isConfidential whether the connection is encrypted
 * @param isAllowed whether {@code --upload-host} lets its host receive instances
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
