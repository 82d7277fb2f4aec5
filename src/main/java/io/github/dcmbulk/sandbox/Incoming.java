package io.github.dcmbulk.sandbox;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A body on its way into the lake: in a file that {@link #close} deletes unless it was moved to its
 * place. A body that fits into the buffer is written in one go.
 */
final class Incoming implements AutoCloseable {
  private final Path file;
  private final byte[] buffer;
  private final long size;
  private final byte[] md5;

  private Incoming(Path file, byte[] buffer, long size, byte[] md5) {
    this.file = file;
    this.buffer = buffer;
    this.size = size;
    this.md5 = md5;
  }

  /**
   * Takes exactly {@code size} bytes.
   *
   * @param buffer scratch space that must not be used before {@link #close}
   * @throws IOException the client went away; nothing is left of the file
   * @throws UncheckedIOException the file could not be written; nothing is left of it
   */
  static Incoming receive(InputStream body, long size, byte[] buffer, Path file)
      throws IOException {
    MessageDigest md5 = newMd5();
    boolean complete = false;
    try (OutputStream out = size > buffer.length ? create(file) : OutputStream.nullOutputStream()) {
      for (long missing = size; missing > 0; ) {
        int wanted = (int) Math.min(buffer.length, missing);
        int read = body.readNBytes(buffer, 0, wanted);
        if (read < wanted) {
          throw new EOFException("the body ended early");
        }
        md5.update(buffer, 0, read);
        write(out, buffer, read);
        missing -= read;
      }
      complete = true;
    } finally {
      if (!complete) {
        Files.deleteIfExists(file);
      }
    }
    Incoming incoming = new Incoming(file, buffer, size, md5.digest());
    incoming.writeSmall();
    return incoming;
  }

  private void writeSmall() {
    if (size <= buffer.length) {
      try (OutputStream out = create(file)) {
        write(out, buffer, (int) size);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static OutputStream create(Path file) {
    try {
      return PrivateFiles.create(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(OutputStream out, byte[] bytes, int length) {
    try {
      out.write(bytes, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MessageDigest newMd5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5", e);
    }
  }

  Path file() {
    return file;
  }

  long size() {
    return size;
  }

  byte[] md5() {
    return md5.clone();
  }

  /** As S3 has it in an ETag. */
  String md5Hex() {
    return HexFormat.of().formatHex(md5);
  }

  /** The UIDs it is filed by; empty when it cannot be filed. */
  Optional<DicomUids> uids() throws IOException {
    try (InputStream in =
        size <= buffer.length
            ? new ByteArrayInputStream(buffer, 0, (int) size)
            : new BufferedInputStream(Files.newInputStream(file))) {
      return DicomUids.read(in);
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
