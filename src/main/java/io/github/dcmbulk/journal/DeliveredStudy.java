package io.github.dcmbulk.journal;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A study, as far as the service has it.
 *
 * @param studyInstanceUid its UID
 * @param complete whether nothing of it is left to send
 * @param delivery number of its last delivery
 * @param instances the instances delivered, by series and UID
 */
public record DeliveredStudy(
    String studyInstanceUid, boolean complete, long delivery, List<Instance> instances) {

  /** Copies the list. */
  public DeliveredStudy {
    instances = List.copyOf(instances);
  }

  /**
   * A delivered instance.
   *
   * @param md5 32 hexadecimal digits
   * @param sha256 64 hexadecimal digits; null where nobody asked for it
   * @param etag as the service answered; null where it did not
   * @param objectKey as the service named it; null where it did not
   * @param uploadedAt when the service confirmed it
   * @param run the run that sent it
   */
  public record Instance(
      @Nullable String seriesInstanceUid,
      @Nullable String sopClassUid,
      @Nullable String sopInstanceUid,
      long size,
      @Nullable String md5,
      @Nullable String sha256,
      @Nullable String etag,
      @Nullable String objectKey,
      Instant uploadedAt,
      @Nullable String run) {}
}
