package io.github.dcmbulk.journal;

import org.jspecify.annotations.Nullable;

/**
 * What became of an instance that was to be sent.
 *
 * @param outcome its new state
 * @param reason why it was not delivered; null when it was
 * @param md5 32 hexadecimal digits; null when it was not read
 * @param sha256 64 hexadecimal digits; null when it was not asked for
 * @param etag the service's answer; null when there was none
 * @param attempts deliveries tried
 * @param atMillis when the service confirmed it, or when it was given up
 * @param key the object's key, as the service named it; null when it did not
 */
public record DeliveryRecord(
    InstanceOutcome outcome,
    @Nullable String reason,
    @Nullable String md5,
    @Nullable String sha256,
    @Nullable String etag,
    int attempts,
    long atMillis,
    @Nullable String key) {

  /** The reason of a file whose SOP Instance UID another file with other bytes claims too. */
  public static final String OTHER_BYTES = "same-uid-other-bytes";

  /** The service confirmed it. */
  public static DeliveryRecord uploaded(
      @Nullable String md5,
      @Nullable String sha256,
      @Nullable String etag,
      int attempts,
      long atMillis) {
    return new DeliveryRecord(
        InstanceOutcome.UPLOADED, null, md5, sha256, etag, attempts, atMillis, null);
  }

  /** Its content was delivered before. */
  public static DeliveryRecord unchanged(@Nullable String md5, long atMillis) {
    return new DeliveryRecord(InstanceOutcome.UNCHANGED, null, md5, null, null, 0, atMillis, null);
  }

  /** It was not delivered by this, for that reason. */
  public static DeliveryRecord unsent(
      InstanceOutcome outcome, @Nullable String reason, int attempts, long atMillis) {
    return new DeliveryRecord(outcome, reason, null, null, null, attempts, atMillis, null);
  }

  /** The same with the object's key, as the service named it; null when it did not. */
  public DeliveryRecord withKey(@Nullable String objectKey) {
    return new DeliveryRecord(outcome, reason, md5, sha256, etag, attempts, atMillis, objectKey);
  }

  /** The same record with no attempts, because they have been counted already. */
  public DeliveryRecord withoutAttempts() {
    return new DeliveryRecord(outcome, reason, md5, sha256, etag, 0, atMillis, key);
  }

  /** The possible results of a delivery. */
  public enum InstanceOutcome {
    /** Confirmed by the service. */
    UPLOADED,
    /** Its content was delivered before; nothing was sent. */
    UNCHANGED,
    /** Given up for this run; the next one tries again. */
    FAILED,
    /** Refused permanently. */
    REFUSED,
    /** Its content is sent from another path. */
    DUPLICATE,
    /** Kept back by the conflict policy. */
    CONFLICT,
    /** Another version of it goes first; this one goes after the overwrite window. */
    LATER,
    /** It changed or vanished while it was being read; the next run checks it again. */
    CHANGED;

    /** Whether the service has its content. */
    public boolean isDelivered() {
      return this == UPLOADED || this == UNCHANGED;
    }
  }
}
