package io.github.dcmbulk.remote.delivery;

import io.github.dcmbulk.remote.InstanceContent;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** An instance in memory; tests override what they are about. */
public class Bytes implements InstanceContent {
  private final byte[] bytes;

  /** The same content as that. */
  public Bytes(Bytes same) {
    this(same.bytes);
  }

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  public static Bytes of(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + i / 251);
    }
    return new Bytes(bytes);
  }

  public byte[] bytes() {
    return bytes;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public byte[] md5() {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public String etag() {
    return HexFormat.of().formatHex(md5());
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(bytes);
  }
}
