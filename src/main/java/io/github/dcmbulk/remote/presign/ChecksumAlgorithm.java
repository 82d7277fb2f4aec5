package io.github.dcmbulk.remote.presign;

import io.github.dcmbulk.remote.InstanceContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * Checksum algorithms of objects, each with a header of its own whose value is the base64 of the
 * big-endian checksum (Amazon S3 user guide, "Checking object integrity").
 */
public enum ChecksumAlgorithm {
  CRC64NVME,
  CRC32,
  CRC32C,
  SHA1,
  SHA256,
  SHA512,
  MD5;

  private static final String PREFIX = "x-amz-checksum-";
  private static final int BUFFER = 1 << 16;

  private final String header = PREFIX + name().toLowerCase(Locale.ROOT);

  private Sum start() {
    return switch (this) {
      case CRC64NVME -> new Cyclic(new Crc64Nvme(), Long.BYTES);
      case CRC32 -> new Cyclic(new CRC32(), Integer.BYTES);
      case CRC32C -> new Cyclic(new CRC32C(), Integer.BYTES);
      case SHA1 -> new Digest(digest("SHA-1"));
      case SHA256 -> new Digest(digest("SHA-256"));
      case SHA512 -> new Digest(digest("SHA-512"));
      case MD5 -> new Digest(digest("MD5"));
    };
  }

  /** A checksum that is updated with bytes. */
  private interface Sum {
    void update(byte[] bytes, int length);

    byte[] value();
  }

  private record Cyclic(Checksum checksum, int length) implements Sum {
    @Override
    public void update(byte[] bytes, int count) {
      checksum.update(bytes, 0, count);
    }

    @Override
    public byte[] value() {
      byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(checksum.getValue()).array();
      return Arrays.copyOfRange(value, Long.BYTES - length, Long.BYTES);
    }
  }

  private record Digest(MessageDigest digest) implements Sum {
    @Override
    public void update(byte[] bytes, int count) {
      digest.update(bytes, 0, count);
    }

    @Override
    public byte[] value() {
      return digest.digest();
    }
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }

  /** The header's name in lower case. */
  public String header() {
    return header;
  }

  /** The algorithm of that header; null for other headers. */
  static @Nullable ChecksumAlgorithm ofHeader(String name) {
    if (name.startsWith(PREFIX)) {
      for (ChecksumAlgorithm algorithm : values()) {
        if (algorithm.header.equals(name)) {
          return algorithm;
        }
      }
    }
    return null;
  }

  /** The header's value for an empty body. */
  String ofNothing() {
    return Base64.getEncoder().encodeToString(start().value());
  }

  /**
   * Whether the value of an instance that was sent is known without reading it again.
   *
   * @throws IOException the file had to be read for it, and cannot be
   */
  public boolean isAtHand(InstanceContent content) throws IOException {
    return this == MD5 || (this == SHA256 && content.sha256() != null);
  }

  /**
   * The value for an instance, which is read if necessary.
   *
   * @throws IOException the instance cannot be read
   */
  public byte[] of(InstanceContent content) throws IOException {
    byte[] sha256 = this == SHA256 ? content.sha256() : null;
    if (sha256 != null) {
      return sha256;
    }
    if (this == MD5) {
      return content.md5();
    }
    Sum sum = start();
    byte[] buffer = new byte[(int) Math.min(BUFFER, Math.max(1, content.size()))];
    try (InputStream in = content.reopen()) {
      for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
        sum.update(buffer, count);
      }
    }
    return sum.value();
  }

  /**
   * The header's value for an instance.
   *
   * @throws IOException the instance cannot be read
   */
  public String text(InstanceContent content) throws IOException {
    return Base64.getEncoder().encodeToString(of(content));
  }
}
