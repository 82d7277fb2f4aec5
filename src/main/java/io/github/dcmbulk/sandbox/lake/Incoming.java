package io.github.dcmbulk.sandbox.lake;

import io.github.dcmbulk.sandbox.file.OwnerOnlyFiles;
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
import java.util.HexFormat;
import java.util.Optional;

/**
 * A body that is being received. A small one stays in the buffer until its place is known; a larger
 * one is in a file that is moved, or deleted by {@link #close}.
 */
public final class Incoming implements AutoCloseable {
  private final Path file;
  private final byte[] buffer;
  private final long size;
  private final BodyDigests digests;

  private Incoming(Path file, byte[] buffer, long size, BodyDigests digests) {
    this.file = file;
    this.buffer = buffer;
    this.size = size;
    this.digests = digests;
  }

  /**
   * Receives exactly {@code size} bytes.
   *
   * @param buffer must not be used elsewhere before {@link #close}
   * @param file path for a body larger than the buffer
   * @param digests receive every byte
   * @throws IOException the client disconnected; the file was deleted
   * @throws UncheckedIOException the file could not be written; it was deleted
   */
  static Incoming receive(
      InputStream body, long size, byte[] buffer, Path file, BodyDigests digests)
      throws IOException {
    if (size <= buffer.length) {
      read(body, buffer, (int) size, digests);
    } else {
      receiveLarge(body, size, buffer, file, digests);
    }
    digests.end();
    return new Incoming(file, buffer, size, digests);
  }

  private static void receiveLarge(
      InputStream body, long size, byte[] buffer, Path file, BodyDigests digests)
      throws IOException {
    OutputStream out = create(file);
    boolean complete = false;
    try (out) {
      for (long missing = size; missing > 0; ) {
        int part = (int) Math.min(buffer.length, missing);
        read(body, buffer, part, digests);
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

  private static void read(InputStream body, byte[] buffer, int length, BodyDigests digests)
      throws IOException {
    if (body.readNBytes(buffer, 0, length) < length) {
      throw new EOFException("the body ended early");
    }
    digests.update(buffer, length);
  }

  private static OutputStream create(Path file) {
    try {
      return OwnerOnlyFiles.create(file);
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

  /** Its length in bytes. */
  public long size() {
    return size;
  }

  /** The MD5 (16 bytes). */
  public byte[] md5() {
    return digests.md5();
  }

  /** The MD5 in the form of an ETag. */
  public String md5Hex() {
    return HexFormat.of().formatHex(digests.md5());
  }

  /** A wanted checksum, in the form of S3. */
  public String checksum(ChecksumKind kind) {
    return digests.checksum(kind);
  }

  /**
   * The UIDs of the instance; empty when it cannot be stored by study.
   *
   * @throws IOException the file cannot be read
   */
  public Optional<DicomUids> uids() throws IOException {
    try (InputStream in =
        inMemory()
            ? new ByteArrayInputStream(buffer, 0, (int) size)
            : new BufferedInputStream(Files.newInputStream(file))) {
      return DicomUids.read(in);
    }
  }

  /**
   * Moves it to its place; creates the directory if necessary. The name appears with the whole
   * content, or at worst one write call before.
   *
   * @return whether it replaced a file
   */
  boolean placeIn(Path folder, String name) throws IOException {
    try {
      return place(folder.resolve(name));
    } catch (NoSuchFileException e) {
      OwnerOnlyFiles.createDirectories(folder);
      return place(folder.resolve(name));
    }
  }

  private boolean place(Path target) throws IOException {
    return inMemory() ? write(target) : move(target);
  }

  /** Deletes an existing file first: a rename over it makes ext4 write to the disk at once. */
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
    OutputStream out = OwnerOnlyFiles.create(target);
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
