package io.github.dcmbulk.upload.content;

import io.github.dcmbulk.model.Count;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.upload.settings.Reading;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
 * A file's bytes for one delivery. A small file is read once, hashed and sent from the same buffer.
 * A large one is hashed while it is sent; it is read before that only for a digest that a signed
 * header demands.
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
  private final Head head;
  private Digests.@Nullable DigestValues digests;

  /**
   * Properties of the first bytes.
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
      Head head,
      Digests.@Nullable DigestValues digests) {
    this.file = file;
    this.reading = reading;
    this.buffers = buffers;
    this.buffer = buffer;
    this.head = head;
    this.digests = digests;
  }

  /**
   * Reads the file: a small one whole, the beginning of a large one.
   *
   * @throws ChangedException its size or modification time is not what it was when it was checked
   * @throws IOException it cannot be read
   * @throws InterruptedException the run is being stopped
   */
  public static FileContent read(SourceFile file, Reading reading, ReadBuffers buffers)
      throws IOException, InterruptedException {
    return read(file, null, reading, buffers);
  }

  /**
   * As above; also searches for that SOP Instance UID.
   *
   * @param uid as it was checked; see {@link #showsInstance()}
   * @throws InterruptedException the run is being stopped
   * @throws IOException the file cannot be read, or has changed
   */
  public static FileContent read(
      SourceFile file, @Nullable String uid, Reading reading, ReadBuffers buffers)
      throws IOException, InterruptedException {
    BasicFileAttributes now = unchanged(file);
    byte[] buffer = buffers.take(isSmall(file) ? (int) file.size() : CHUNK);
    try (FileChannel channel = file.open(now)) {
      return isSmall(file)
          ? whole(file, channel, uid, reading, buffers, buffer)
          : begun(file, channel, uid, reading, buffers, buffer);
    } catch (IOException | InterruptedException | RuntimeException e) {
      buffers.give(buffer);
      throw e;
    }
  }

  private static FileContent whole(
      SourceFile file,
      FileChannel channel,
      @Nullable String uid,
      Reading reading,
      ReadBuffers buffers,
      byte[] buffer)
      throws IOException, InterruptedException {
    Digests digests = buffers.takeDigests(reading.sha256());
    int size = (int) file.size();
    for (int at = 0; at < size; at += CHUNK) {
      int length = Math.min(CHUNK, size - at);
      reading.rate().acquire(length);
      readFully(channel, ByteBuffer.wrap(buffer, at, length), file);
      digests.update(buffer, at, length);
    }
    Digests.DigestValues values = digests.values();
    buffers.giveDigests(digests);
    Head head = Head.of(buffer, Math.min(CHUNK, size), uid);
    return new FileContent(file, reading, buffers, buffer, head, values);
  }

  private static FileContent begun(
      SourceFile file,
      FileChannel channel,
      @Nullable String uid,
      Reading reading,
      ReadBuffers buffers,
      byte[] buffer)
      throws IOException, InterruptedException {
    reading.rate().acquire(CHUNK);
    readFully(channel, ByteBuffer.wrap(buffer, 0, CHUNK), file);
    Head head = Head.of(buffer, CHUNK, uid);
    return new FileContent(file, reading, buffers, buffer, head, null);
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
   * @throws IOException it cannot be read
   */
  public static void requireUnchanged(SourceFile file) throws IOException {
    unchanged(file);
  }

  /** The file's present attributes, of which size and modification time are as checked. */
  private static BasicFileAttributes unchanged(SourceFile file) throws IOException {
    BasicFileAttributes now = Files.readAttributes(file.path(), BasicFileAttributes.class);
    if (now.size() != file.size()
        || now.lastModifiedTime().to(TimeUnit.NANOSECONDS) != file.modifiedNanos()) {
      throw new ChangedException(file);
    }
    return now;
  }

  @Override
  public long size() {
    return file.size();
  }

  @Override
  public byte[] md5() throws IOException {
    return HexFormat.of().parseHex(md5Hex());
  }

  @Override
  public byte @Nullable [] sha256() throws IOException {
    String digits = sha256Hex();
    return digits == null ? null : HexFormat.of().parseHex(digits);
  }

  /**
   * The MD5 as 32 hexadecimal digits.
   *
   * @throws IOException the file had to be read for it, and cannot be
   */
  public String md5Hex() throws IOException {
    return digests().md5();
  }

  /**
   * The SHA-256 as 64 hexadecimal digits; null if it was not requested.
   *
   * @throws IOException the file had to be read for it, and cannot be
   */
  public @Nullable String sha256Hex() throws IOException {
    return reading.sha256() ? digests().sha256() : null;
  }

  /**
   * The digests of the bytes that were last sent in full; before that of the file, which is read
   * for them.
   */
  private Digests.DigestValues digests() throws IOException {
    if (digests == null) {
      try (InputStream bytes = open()) {
        bytes.transferTo(OutputStream.nullOutputStream());
      }
    }
    if (digests == null) {
      throw new ChangedException(file);
    }
    return digests;
  }

  @Override
  public boolean isInMemory() {
    return isSmall(file);
  }

  @Override
  public InputStream open() throws IOException {
    if (isSmall(file)) {
      return new ByteArrayInputStream(buffer, 0, (int) file.size());
    }
    InputStream bytes = reopen();
    return new Digests(reading.sha256()).along(bytes, file.size(), values -> digests = values);
  }

  @Override
  public InputStream reopen() throws IOException {
    if (isSmall(file)) {
      return open();
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

  /** Compares the start of the file, and the instance in it, with what was checked. */
  private void requireSameHead(FileChannel channel) throws IOException {
    byte[] bytes = new byte[CHUNK];
    readFully(channel, ByteBuffer.wrap(bytes), file);
    if (Head.of(bytes, CHUNK, null).crc32 != head.crc32) {
      throw new ChangedException(file);
    }
    channel.position(0);
  }

  /**
   * Whether the SOP Instance UID that was checked is in the first bytes. False proves nothing: they
   * may be deflated.
   */
  public boolean showsInstance() {
    return head.showsInstance;
  }

  /** Releases the buffer; streams that were opened cannot be used any more. */
  @Override
  public void close() {
    byte[] used = buffer;
    buffer = NONE;
    if (used.length > 0) {
      buffers.give(used);
    }
  }

  /** The file has changed since it was checked. */
  public static final class ChangedException extends IOException {
    private ChangedException(SourceFile file) {
      super("changed since it was checked (" + Count.of(file.size(), "byte") + " then)");
    }
  }
}
