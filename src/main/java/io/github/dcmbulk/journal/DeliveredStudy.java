package io.github.dcmbulk.journal;

import io.github.dcmbulk.model.FileState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A study, as far as the service has it.
 *
 * @param studyInstanceUid its UID
 * @param complete whether everything of it that was found is delivered
 * @param delivery number of its last delivery
 * @param instances the instances delivered, by series and UID
 * @param notDelivered files of it that the checks rejected, or that could not be read or delivered
 * @param waiting instances that a later run delivers
 */
public record DeliveredStudy(
    String studyInstanceUid,
    boolean complete,
    long delivery,
    List<Instance> instances,
    List<NotDelivered> notDelivered,
    long waiting) {

  /** Copies the lists. */
  public DeliveredStudy {
    instances = List.copyOf(instances);
    notDelivered = List.copyOf(notDelivered);
  }

  /**
   * A file that is not delivered.
   *
   * @param sopInstanceUid null where it cannot be read
   * @param state {@code REJECTED}, {@code UNREADABLE}, {@code FAILED} or {@code CONFLICT}
   * @param reason code of the reason; null where none is recorded
   */
  public record NotDelivered(
      @Nullable String sopInstanceUid, FileState state, @Nullable String reason, long size) {}

  /**
   * A delivered instance.
   *
   * @param md5 32 hexadecimal digits
   * @param sha256 64 hexadecimal digits; null where it was not asked for
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
