package io.github.dcmbulk.sandbox;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A whole body on its way into the lake. One that fits into the buffer stays there until its place
 * is known; a larger one is in a file that is moved, or deleted by {@link #close}.
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
   * @param file for a body larger than the buffer
   * @throws IOException the client went away; nothing is left of the file
   * @throws UncheckedIOException the file could not be written; nothing is left of it
   */
  static Incoming receive(InputStream body, long size, byte[] buffer, Path file)
      throws IOException {
    MessageDigest md5 = newMd5();
    if (size <= buffer.length) {
      read(body, buffer, (int) size, md5);
    } else {
      receiveLarge(body, size, buffer, file, md5);
    }
    return new Incoming(file, buffer, size, md5.digest());
  }

  private static void receiveLarge(
      InputStream body, long size, byte[] buffer, Path file, MessageDigest md5) throws IOException {
    OutputStream out = create(file);
    boolean complete = false;
    try (out) {
      for (long missing = size; missing > 0; ) {
        int part = (int) Math.min(buffer.length, missing);
        read(body, buffer, part, md5);
        write(out, buffer, part);
        missing -= part;
      }
      complete = true;
    } finally {
      if (!complete) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static void read(InputStream body, byte[] buffer, int length, MessageDigest md5)
      throws IOException {
    if (body.readNBytes(buffer, 0, length) < length) {
      throw new EOFException("the body ended early");
    }
    md5.update(buffer, 0, length);
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
        inMemory()
            ? new ByteArrayInputStream(buffer, 0, (int) size)
            : new BufferedInputStream(Files.newInputStream(file))) {
      return DicomUids.read(in);
    }
  }

  /**
   * Puts it at its place, which is made if need be. The name appears with the whole content, or at
   * the worst a write call before it.
   *
   * @return whether it replaced a file
   */
  boolean placeIn(Path folder, String name) throws IOException {
    try {
      return place(folder.resolve(name));
    } catch (NoSuchFileException e) {
      PrivateFiles.createDirectories(folder);
      return place(folder.resolve(name));
    }
  }

  private boolean place(Path target) throws IOException {
    return inMemory() ? write(target) : move(target);
  }

  /** Deletes a file in its place first: to rename over it makes ext4 write to the disk at once. */
  private boolean write(Path target) throws IOException {
    boolean replaces = false;
    while (true) {
      try {
        writeTo(target);
        return replaces;
      } catch (FileAlreadyExistsException e) {
        replaces = true;
        Files.deleteIfExists(target);
      }
    }
  }

  private boolean move(Path target) throws IOException {
    boolean replaces = Files.exists(target);
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    return replaces;
  }

  private void writeTo(Path target) throws IOException {
    OutputStream out = PrivateFiles.create(target);
    try (out) {
      out.write(buffer, 0, (int) size);
    } catch (IOException e) {
      Files.deleteIfExists(target);
      throw e;
    }
  }

  private boolean inMemory() {
    return size <= buffer.length;
  }

  @Override
  public void close() throws IOException {
    if (!inMemory()) {
      Files.deleteIfExists(file);
    }
  }
}
