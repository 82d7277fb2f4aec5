package io.github.dcmbulk.dicom;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Digests patient IDs so that two can be compared without holding either: HMAC-SHA-256 with a key
 * that lives as long as the process, cut to 64 bits. Not safe for several threads.
 */
final class PatientDigest {
  private static final String ALGORITHM = "HmacSHA256";

  private final Mac mac;
  private String lastId = "";
  private long lastDigest;

  PatientDigest(byte[] key) {
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /** The digest of an ID without padding and in upper case; null if nothing is left of it. */
  @Nullable Long of(byte[] bytes, int index, int length) {
    String id =
        new String(bytes, index, length, StandardCharsets.ISO_8859_1)
            .trim()
            .toUpperCase(Locale.ROOT);
    if (id.isEmpty()) {
      return null;
    }
    // Files that follow one another are mostly of one patient.
    if (!id.equals(lastId)) {
      lastDigest = ByteBuffer.wrap(mac.doFinal(id.getBytes(StandardCharsets.ISO_8859_1))).getLong();
      lastId = id;
    }
    return lastDigest;
  }
}
