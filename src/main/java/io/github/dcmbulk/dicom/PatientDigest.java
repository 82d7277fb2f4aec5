package io.github.dcmbulk.dicom;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Digests patient IDs so that two can be compared without holding either: SHA-256 over a key that
 * lives as long as the process and the ID, cut to 64 bits. Cut like that it needs no HMAC, whose
 * first use costs a short run more than all its digests. Not safe for several threads.
 */
final class PatientDigest {
  private static final String ALGORITHM = "SHA-256";

  private final MessageDigest sha256;
  private final byte[] key;

  PatientDigest(byte[] key) {
    this.key = key.clone();
    try {
      sha256 = MessageDigest.getInstance(ALGORITHM);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /** The digest of an ID without padding and in upper case; null if nothing is left of it. */
  @Nullable Long of(byte[] value) {
    String id = Values.text(value).toUpperCase(Locale.ROOT);
    if (id.isEmpty()) {
      return null;
    }
    sha256.update(key);
    return ByteBuffer.wrap(sha256.digest(id.getBytes(StandardCharsets.ISO_8859_1))).getLong();
  }
}
