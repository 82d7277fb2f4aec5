package io.github.dcmbulk.remote;

import org.jspecify.annotations.Nullable;

/**
 * Which instance a request is made for. UIDs identify no patient by themselves (PS3.15 §E.1 treats
 * them apart), and are what an audit goes by.
 *
 * @param studyInstanceUid (0020,000D); null when the request is for no instance, or it is not known
 * @param sopInstanceUid (0008,0018); likewise
 * @param attempt which attempt at the instance this is, from 1; 0 for none
 */
public record InstanceRef(
    @Nullable String studyInstanceUid, @Nullable String sopInstanceUid, int attempt) {
  /** A request for all instances, such as that for a token. */
  public static final InstanceRef NONE = new InstanceRef(null, null, 0);

  /** The same instance at another attempt, counted from 1. */
  public InstanceRef withAttempt(int number) {
    return new InstanceRef(studyInstanceUid, sopInstanceUid, number);
  }
}
