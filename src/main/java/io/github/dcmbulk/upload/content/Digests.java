package io.github.dcmbulk.upload.content;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The digests of one file's bytes, all computed in the same pass. */
final class Digests {
  private final MessageDigest md5 = digest("MD5");
  private final @Nullable MessageDigest sha256;

  /**
   * Digests of a file's bytes, in hexadecimal digits.
   *
   * @param md5 32 digits
   * @param sha256 64 digits; null if it was not requested
   */
  record DigestValues(String md5, @Nullable String sha256) {}

  Digests(boolean sha256) {
    this.sha256 = sha256 ? digest("SHA-256") : null;
  }

  boolean hasSha256() {
    return sha256 != null;
  }

  void update(byte[] bytes, int offset, int length) {
    md5.update(bytes, offset, length);
    if (sha256 != null) {
      sha256.update(bytes, offset, length);
    }
  }

  /** The digests of all bytes so far; the next computation begins. */
  DigestValues values() {
    HexFormat hex = HexFormat.of();
    return new DigestValues(
        hex.formatHex(md5.digest()), sha256 == null ? null : hex.formatHex(sha256.digest()));
  }

  /**
   * The same bytes, hashed as they are read.
   *
   * @param length how many there are
   * @param done receives the digests when the last byte was read
   */
  InputStream along(InputStream in, long length, Consumer<DigestValues> done) {
    return new Hashed(in, length, done);
  }

  private final class Hashed extends FilterInputStream {
    private final Consumer<DigestValues> done;
    private long left;

    Hashed(InputStream in, long length, Consumer<DigestValues> done) {
      super(in);
      this.left = length;
      this.done = done;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = super.read(into, offset, length);
      if (count > 0 && left > 0) {
        update(into, offset, count);
        left -= count;
        if (left <= 0) {
          done.accept(values());
        }
      }
      return count;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
