package io.github.dcmbulk.sandbox.lake;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * The checksums for which S3 has a header {@code x-amz-checksum-…}; values are the base64 of the
 * big-endian number or the digest (Amazon S3 user guide, "Checking object integrity").
 */
public enum ChecksumKind {
  CRC32,
  CRC32C,
  CRC64NVME,
  SHA1,
  SHA256;

  private static final String PREFIX = "x-amz-checksum-";

  /** A checksum that is being computed; for one thread. */
  public interface Running {
    void update(byte[] bytes, int length);

    /** Ends the computation and returns the header's value. */
    String value();
  }

  /** Begins a checksum. */
  public Running begin() {
    return switch (this) {
      case CRC32 -> sum(new CRC32(), Integer.BYTES);
      case CRC32C -> sum(new CRC32C(), Integer.BYTES);
      case CRC64NVME -> sum(new Crc64NvmeChecksum(), Long.BYTES);
      case SHA1 -> digest("SHA-1");
      case SHA256 -> digest("SHA-256");
    };
  }

  /** Name of its header, in lower case. */
  public String header() {
    return PREFIX + name().toLowerCase(Locale.ROOT);
  }

  /** The kind for a header name in lower case. */
  public static Optional<ChecksumKind> ofHeader(String name) {
    return Arrays.stream(values()).filter(kind -> kind.header().equals(name)).findFirst();
  }

  private static Running sum(Checksum checksum, int width) {
    return new Running() {
      @Override
      public void update(byte[] bytes, int length) {
        checksum.update(bytes, 0, length);
      }

      @Override
      public String value() {
        byte[] whole = ByteBuffer.allocate(Long.BYTES).putLong(checksum.getValue()).array();
        return base64(Arrays.copyOfRange(whole, Long.BYTES - width, Long.BYTES));
      }
    };
  }

  private static Running digest(String algorithm) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no " + algorithm, e);
    }
    return new Running() {
      @Override
      public void update(byte[] bytes, int length) {
        digest.update(bytes, 0, length);
      }

      @Override
      public String value() {
        return base64(digest.digest());
      }
    };
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
