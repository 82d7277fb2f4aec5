package io.github.dcmbulk.remote;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The bytes of one instance. They can be sent more than once. */
public interface InstanceContent {
  /** An instance in memory. */
  static InstanceContent of(byte[] bytes) {
    return new MemoryContent(bytes);
  }

  /** Length in bytes. */
  long size();

  /**
   * MD5 (16 bytes) of the bytes that were last sent in full. Before that, of the content, which may
   * have to be read.
   *
   * @throws IOException they cannot be read
   */
  byte[] md5() throws IOException;

  /**
   * SHA-256 (32 bytes) of the same bytes; null where it is not computed.
   *
   * @throws IOException they cannot be read
   */
  default byte @Nullable [] sha256() throws IOException {
    return null;
  }

  /** Which instance this is, for listeners of its requests. */
  default InstanceRef instanceRef() {
    return InstanceRef.NONE;
  }

  /** What is known of earlier failures of this instance. */
  default Evidence evidence() {
    return Evidence.NONE;
  }

  /**
   * Whether other instances wait and none is in flight: no other one can show if the store works.
   */
  default boolean othersWait() {
    return false;
  }

  /** Whether another attempt may begin; a later one would break the study's delivery. */
  default boolean isInTime() {
    return true;
  }

  /** Whether {@link #open} reads from memory. */
  default boolean isInMemory() {
    return false;
  }

  /**
   * Opens the bytes at their start; called once for each request.
   *
   * @throws IOException the instance cannot be read
   */
  InputStream open() throws IOException;

  /**
   * Opens the bytes at their start, for a checksum only.
   *
   * @throws IOException the instance cannot be read
   */
  default InputStream reopen() throws IOException {
    return open();
  }

  /**
   * Called before each request for a URL.
   *
   * @return false if it must not be made: the outcome is {@link PutOutcome.Withheld}
   */
  default boolean asking() {
    return true;
  }

  /**
   * Called when a URL was issued.
   *
   * @param lifetime how long the URL is valid; null when unknown
   * @return false if it must not be used: the delivery is {@link PutOutcome.Withheld}
   */
  default boolean addressed(@Nullable Duration lifetime) {
    return true;
  }

  /**
   * Called immediately before the bytes are sent, after all waits of the attempt.
   *
   * @return false if they must not be sent: the outcome is {@link PutOutcome.Withheld}
   */
  default boolean sending() {
    return true;
  }

  /** Whether one of the methods above, or the stream while it was read, withheld the bytes. */
  default boolean isWithheld() {
    return false;
  }

  /** The answer shows that nothing of the last request was stored. */
  default void notStored() {}
}
