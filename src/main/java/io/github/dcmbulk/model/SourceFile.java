package io.github.dcmbulk.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A regular file as the walk saw it. Two sightings with equal size and modification time are taken
 * for the same content until it is read.
 *
 * @param path where it lies; keeps the name's bytes even when they are not valid text
 * @param size length in bytes
 * @param modifiedNanos last modification, nanoseconds since 1970-01-01T00:00Z
 * @param changedNanos when the file system last saw anything of it change, whatever date it was
 *     given; 0 where that was not asked for
 * @param seenNanos when it was looked at
 */
public record SourceFile(
    Path path, long size, long modifiedNanos, long changedNanos, long seenNanos) {
  private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ);

  /** A file of which only size and modification time matter. */
  public SourceFile(Path path, long size, long modifiedNanos) {
    this(path, size, modifiedNanos, 0, Long.MAX_VALUE);
  }

  /** The file as its attributes describe it. */
  public static SourceFile of(Path path, BasicFileAttributes attributes) {
    long nanos = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    return new SourceFile(path, attributes.size(), nanos);
  }

  /** The file as it is now, symbolic links followed. */
  public static SourceFile read(Path path) throws IOException {
    return of(path, Files.readAttributes(path, BasicFileAttributes.class));
  }

  /**
   * Opens it for reading. What has taken its place since the walk is looked at first: to open a
   * pipe waits for a writer (fifo(7)), for ever if there is none, and Java cannot open without
   * waiting.
   *
   * @throws NotAFileException a pipe, a socket or a device lies there now
   * @throws IOException it cannot be opened
   */
  public FileChannel open() throws IOException {
    if (Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
      throw new NotAFileException();
    }
    return FileChannel.open(path, READ);
  }

  /** Something that is no file lies where a file was. */
  public static final class NotAFileException extends IOException {
    private NotAFileException() {
      super("it is no file any more");
    }
  }

  /**
   * Since when it has been as it is, as far as can be told at a first look: the later of its two
   * times. A time in the future proves nothing: then since it was looked at.
   */
  public long arrivedNanos() {
    long later = Math.max(modifiedNanos, changedNanos);
    return later > seenNanos ? seenNanos : later;
  }

  /**
   * The same at a later look, when size and modification time are still the same.
   *
   * @param before what was known until now
   */
  public long arrivedNanos(long before) {
    long known = Math.min(before, seenNanos);
    return changedNanos > known && changedNanos <= seenNanos ? changedNanos : known;
  }
}
