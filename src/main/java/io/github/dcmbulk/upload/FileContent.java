package io.github.dcmbulk.upload;

import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.remote.InstanceContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A file's bytes for one delivery. A small file is read once, hashed and sent from the same buffer;
 * a large one is hashed in a first pass, because a URL may demand its digest in a header.
 */
public final class FileContent implements InstanceContent, AutoCloseable {
  /** Files up to this size are held in memory, at most one for each worker. */
  private static final int IN_MEMORY = 1 << 20;

  /** Bytes per read: few enough to be hashed out of the processor's cache. */
  private static final int CHUNK = 1 << 17;

  private static final byte[] NONE = {};

  private final SourceFile file;
  private final Reading reading;
  private final ReadBuffers buffers;
  private byte[] buffer;
  private final byte[] md5;
  private final byte @Nullable [] sha256;

  private FileContent(
      SourceFile file, Reading reading, ReadBuffers buffers, byte[] buffer, Digests digests) {
    this.file = file;
    this.reading = reading;
    this.buffers = buffers;
    this.buffer = buffer;
    this.md5 = digests.md5();
    this.sha256 = digests.sha256();
  }

  /**
   * Reads and hashes the file.
   *
   * @throws ChangedException its size or modification time is not what it was when it was checked
   * @throws IOException it cannot be read
   */
  public static FileContent read(SourceFile file, Reading reading, ReadBuffers buffers)
      throws IOException, InterruptedException {
    requireUnchanged(file);
    byte[] buffer = buffers.take(isSmall(file) ? (int) file.size() : CHUNK);
    try {
      return new FileContent(file, reading, buffers, buffer, hashed(file, reading, buffer));
    } catch (IOException | InterruptedException | RuntimeException e) {
      buffers.give(buffer);
      throw e;
    }
  }

  /** Reads the file: a small one whole into the buffer, a large one over and over its start. */
  private static Digests hashed(SourceFile file, Reading reading, byte[] buffer)
      throws IOException, InterruptedException {
    Digests digests = new Digests(reading.sha256());
    try (FileChannel channel = file.open()) {
      int at = 0;
      for (long left = file.size(); left > 0; ) {
        int length = (int) Math.min(CHUNK, left);
        reading.rate().acquire(length);
        readFully(channel, ByteBuffer.wrap(buffer, at, length), file);
        digests.update(buffer, at, length);
        left -= length;
        at += isSmall(file) ? length : 0;
      }
    }
    return digests;
  }

  private static boolean isSmall(SourceFile file) {
    return file.size() <= IN_MEMORY;
  }

  private static void readFully(FileChannel channel, ByteBuffer into, SourceFile file)
      throws IOException {
    while (into.hasRemaining()) {
      if (channel.read(into) < 0) {
        throw new ChangedException(file);
      }
    }
  }

  /**
   * Compares the file with what was checked.
   *
   * @throws ChangedException its size or modification time differ
   */
  static void requireUnchanged(SourceFile file) throws IOException {
    BasicFileAttributes now = Files.readAttributes(file.path(), BasicFileAttributes.class);
    if (now.size() != file.size()
        || now.lastModifiedTime().to(TimeUnit.NANOSECONDS) != file.modifiedNanos()) {
      throw new ChangedException(file);
    }
  }

  @Override
  public long size() {
    return file.size();
  }

  @Override
  public byte[] md5() {
    return md5.clone();
  }

  @Override
  public byte @Nullable [] sha256() {
    return sha256 == null ? null : sha256.clone();
  }

  /** The MD5 as 32 hexadecimal digits. */
  public String md5Hex() {
    return HexFormat.of().formatHex(md5);
  }

  /** The SHA-256 as 64 hexadecimal digits; null where nobody asked for it. */
  public @Nullable String sha256Hex() {
    return sha256 == null ? null : HexFormat.of().formatHex(sha256);
  }

  @Override
  public InputStream open() throws IOException {
    if (isSmall(file)) {
      return new ByteArrayInputStream(buffer, 0, (int) file.size());
    }
    FileChannel channel = file.open();
    return reading.rate().limit(Channels.newInputStream(channel));
  }

  /** Lets go of the buffer; what was opened is of no use any more. */
  @Override
  public void close() {
    byte[] used = buffer;
    buffer = NONE;
    if (used.length > 0) {
      buffers.give(used);
    }
  }

  /** The file is not what it was when it was checked. */
  static final class ChangedException extends IOException {
    private ChangedException(SourceFile file) {
      super("changed since it was checked (" + file.size() + " bytes then)");
    }
  }
}
