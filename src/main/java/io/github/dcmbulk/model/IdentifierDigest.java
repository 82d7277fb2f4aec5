package io.github.dcmbulk.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Digests of patient IDs and accession numbers, to compare values without storing them: SHA-256
 * over a key, the kind and the value, truncated to 64 bits. A truncated digest needs no HMAC
 * (length extension is not possible), whose first use would cost a short run more than all its
 * digests. Not thread-safe.
 */
public final class IdentifierDigest {
  /** Length of a key in bytes. */
  public static final int KEY_BYTES = 32;

  private static final String ALGORITHM = "SHA-256";

  private final MessageDigest sha256;
  private final byte[] key;

  /** Kind of the value: equal values of two kinds have different digests. */
  public enum Kind {
    /** Patient ID (0010,0020). */
    PATIENT_ID((byte) 'p'),
    /** Accession Number (0008,0050). */
    ACCESSION_NUMBER((byte) 'a');

    private final byte prefix;

    Kind(byte prefix) {
      this.prefix = prefix;
    }
  }

  /**
   * Uses that key.
   *
   * @param key {@link #KEY_BYTES} random bytes; only digests with the same key can be compared
   */
  public IdentifierDigest(byte[] key) {
    this.key = key.clone();
    try {
      sha256 = MessageDigest.getInstance(ALGORITHM);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /** A new random key. */
  public static byte[] randomKey() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return key;
  }

  /**
   * The digest of a value without padding (PS3.5 §6.2, LO and SH) and in upper case, because
   * archives compare these identifiers without case.
   *
   * @return null for an empty value; never 0
   */
  public @Nullable Long of(Kind kind, String value) {
    // Removes spaces, NUL and other control characters.
    String text = value.trim();
    if (text.isEmpty()) {
      return null;
    }
    String normal = Normalizer.normalize(text, Normalizer.Form.NFC).toUpperCase(Locale.ROOT);
    sha256.update(key);
    sha256.update(kind.prefix);
    long digest = ByteBuffer.wrap(sha256.digest(normal.getBytes(StandardCharsets.UTF_8))).getLong();
    return digest == 0 ? 1 : digest;
  }
}
