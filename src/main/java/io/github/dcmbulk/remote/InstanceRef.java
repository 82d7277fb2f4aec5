package io.github.dcmbulk.remote;

import org.jspecify.annotations.Nullable;

/**
 * The instance that a request is made for, for audit logs. A UID alone identifies no patient
 * (PS3.15 §E.1 treats UIDs separately).
 *
 * @param studyInstanceUid (0020,000D); null when unknown, or for a request without an instance
 * @param sopInstanceUid (0008,0018); null as above
 * @param attempt number of the attempt, from 1; 0 for a request without an instance
 */
public record InstanceRef(
    @Nullable String studyInstanceUid, @Nullable String sopInstanceUid, int attempt) {
  /** For requests that belong to no instance, such as one for a token. */
  public static final InstanceRef NONE = new InstanceRef(null, null, 0);

  /** The same instance at another attempt, counted from 1. */
  public InstanceRef withAttempt(int number) {
    return new InstanceRef(studyInstanceUid, sopInstanceUid, number);
  }
}
