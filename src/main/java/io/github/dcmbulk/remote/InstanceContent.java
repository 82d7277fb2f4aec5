package io.github.dcmbulk.remote;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The bytes of one instance, ready to be sent, and sent again if need be. */
public interface InstanceContent {
  /** An instance in memory. */
  static InstanceContent of(byte[] bytes) {
    return new MemoryContent(bytes);
  }

  /** Length in bytes. */
  long size();

  /**
   * MD5 (16 bytes) of the bytes that were last sent in full; before that, of the bytes as they are,
   * which may have to be read for it.
   *
   * @throws IOException they cannot be read
   */
  byte[] md5() throws IOException;

  /**
   * SHA-256 (32 bytes) of the same bytes; null where it was not asked for.
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

  /** What is known of earlier failures. */
  default Evidence evidence() {
    return Evidence.NONE;
  }

  /** Whether others wait, and none is being sent, that could show whether the store works. */
  default boolean othersWait() {
    return false;
  }

  /** Whether another attempt may still begin; after that, what came before would suffer. */
  default boolean isInTime() {
    return true;
  }

  /** Whether {@link #open} reads out of memory. */
  default boolean isInMemory() {
    return false;
  }

  /** Opens the bytes from the start; called for each sending. */
  InputStream open() throws IOException;

  /** Opens the bytes once more, to compute a checksum of them: nothing is sent of it. */
  default InputStream reopen() throws IOException {
    return open();
  }

  /**
   * A URL is about to be asked for, once more where it has been before.
   *
   * @return false if it must not be: the delivery is {@link PutOutcome.Withheld}
   */
  default boolean asking() {
    return true;
  }

  /**
   * They have a URL.
   *
   * @param lifetime how long it is good; null where it does not say so
   * @return false if it must not be used: the delivery is {@link PutOutcome.Withheld}
   */
  default boolean addressed(@Nullable Duration lifetime) {
    return true;
  }

  /**
   * They are about to be sent, after all that an attempt may have waited for.
   *
   * @return false if they must not be any more: the delivery is {@link PutOutcome.Withheld}
   */
  default boolean sending() {
    return true;
  }

  /** Whether they were refused to be sent, by one of the methods above or while they were read. */
  default boolean isWithheld() {
    return false;
  }

  /** The answer shows that nothing of what was sent last was stored. */
  default void notStored() {}
}
