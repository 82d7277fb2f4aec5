package io.github.dcmbulk.upload;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** The digests of one file's bytes, all computed in the same pass. */
final class Digests {
  private final MessageDigest md5 = digest("MD5");
  private final @Nullable MessageDigest sha256;

  Digests(boolean sha256) {
    this.sha256 = sha256 ? digest("SHA-256") : null;
  }

  void update(byte[] bytes, int offset, int length) {
    md5.update(bytes, offset, length);
    if (sha256 != null) {
      sha256.update(bytes, offset, length);
    }
  }

  byte[] md5() {
    return md5.digest();
  }

  byte @Nullable [] sha256() {
    return sha256 == null ? null : sha256.digest();
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
