package io.github.dcmbulk.remote;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** An instance in memory. */
final class MemoryContent implements InstanceContent {
  private final byte[] bytes;
  private final byte[] md5;

  MemoryContent(byte[] bytes) {
    this.bytes = bytes.clone();
    try {
      this.md5 = MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public byte[] md5() {
    return md5.clone();
  }

  @Override
  public boolean isInMemory() {
    return true;
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(bytes);
  }
}
