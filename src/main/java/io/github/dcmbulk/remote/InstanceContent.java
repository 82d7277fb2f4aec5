package io.github.dcmbulk.remote;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The bytes of one instance, ready to be sent, and sent again if need be. */
public interface InstanceContent {
  /** An instance in memory. */
  static InstanceContent of(byte[] bytes) {
    return new MemoryContent(bytes);
  }

  /** Length in bytes. */
  long size();

  /** MD5 of the bytes (16 bytes), for the ETag, and for a signed {@code Content-MD5}. */
  byte[] md5();

  /** SHA-256 of the bytes (32 bytes); null where nobody asked for it. */
  default byte @Nullable [] sha256() {
    return null;
  }

  /** Which instance this is, for whoever hears of its requests. */
  default Errand errand() {
    return Errand.NONE;
  }

  /** What is known of earlier failures. */
  default Evidence evidence() {
    return Evidence.NONE;
  }

  /** Whether another attempt may still begin; after that, what came before would suffer. */
  default boolean isInTime() {
    return true;
  }

  /** Opens the bytes from the start; called once per attempt. */
  InputStream open() throws IOException;

  /** Opens the bytes once more, to compute a checksum of them: nothing is sent of it. */
  default InputStream reopen() throws IOException {
    return open();
  }

  /**
   * They are about to be sent, after all that an attempt may have waited for.
   *
   * @throws IOException they must not be any more
   */
  default void sending() throws IOException {}

  /** The answer shows that nothing of what was sent last was stored. */
  default void notStored() {}
}
