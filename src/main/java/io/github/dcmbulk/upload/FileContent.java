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
import java.util.zip.CRC32;
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
  private final Head head;

  /**
   * What the first bytes were like.
   *
   * @param crc32 of the first chunk
   * @param showsInstance whether the SOP Instance UID that was checked was found in it
   */
  private record Head(long crc32, boolean showsInstance) {
    static Head of(byte[] bytes, int length, @Nullable String uid) {
      CRC32 crc = new CRC32();
      crc.update(bytes, 0, length);
      return new Head(crc.getValue(), uid != null && SopInstanceSearch.finds(uid, bytes, length));
    }
  }

  private FileContent(
      SourceFile file,
      Reading reading,
      ReadBuffers buffers,
      byte[] buffer,
      Digests digests,
      Head head) {
    this.file = file;
    this.reading = reading;
    this.buffers = buffers;
    this.buffer = buffer;
    this.md5 = digests.md5();
    this.sha256 = digests.sha256();
    this.head = head;
  }

  /**
   * Reads and hashes the file.
   *
   * @throws ChangedException its size or modification time is not what it was when it was checked
   * @throws IOException it cannot be read
   */
  public static FileContent read(SourceFile file, Reading reading, ReadBuffers buffers)
      throws IOException, InterruptedException {
    return read(file, null, reading, buffers);
  }

  /**
   * The same, looking for that SOP Instance UID on the way.
   *
   * @param uid as it was checked; see {@link #showsInstance()}
   */
  static FileContent read(
      SourceFile file, @Nullable String uid, Reading reading, ReadBuffers buffers)
      throws IOException, InterruptedException {
    requireUnchanged(file);
    byte[] buffer = buffers.take(isSmall(file) ? (int) file.size() : CHUNK);
    Digests digests = new Digests(reading.sha256());
    try {
      Head head = readAll(file, uid, reading, buffer, digests);
      return new FileContent(file, reading, buffers, buffer, digests, head);
    } catch (IOException | InterruptedException | RuntimeException e) {
      buffers.give(buffer);
      throw e;
    }
  }

  /** Reads the file: a small one whole into the buffer, a large one over and over its start. */
  private static Head readAll(
      SourceFile file, @Nullable String uid, Reading reading, byte[] buffer, Digests digests)
      throws IOException, InterruptedException {
    Head head = null;
    try (FileChannel channel = file.open()) {
      int at = 0;
      for (long left = file.size(); left > 0; ) {
        int length = (int) Math.min(CHUNK, left);
        reading.rate().acquire(length);
        readFully(channel, ByteBuffer.wrap(buffer, at, length), file);
        digests.update(buffer, at, length);
        head = head == null ? Head.of(buffer, length, uid) : head;
        left -= length;
        at += isSmall(file) ? length : 0;
      }
    }
    return head == null ? Head.of(buffer, 0, uid) : head;
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
    try {
      requireSameHead(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return reading.rate().limit(Channels.newInputStream(channel));
  }

  /** The bytes that are sent are those that were hashed, whatever lies there now. */
  private void requireSameHead(FileChannel channel) throws IOException {
    byte[] bytes = new byte[CHUNK];
    readFully(channel, ByteBuffer.wrap(bytes), file);
    if (Head.of(bytes, CHUNK, null).crc32 != head.crc32) {
      throw new ChangedException(file);
    }
    channel.position(0);
  }

  /**
   * Whether the SOP Instance UID that was checked stands in the first bytes. False proves nothing:
   * they may be deflated.
   */
  boolean showsInstance() {
    return head.showsInstance;
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
