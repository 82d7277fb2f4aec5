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
import org.jspecify.annotations.Nullable;

/**
 * A regular file as found by the walk. Equal size and modification time are taken as equal content
 * until the file is read.
 *
 * @param path its path; keeps the bytes of names that are not valid text
 * @param size length in bytes
 * @param modifiedNanos time of last modification, nanoseconds since 1970-01-01T00:00Z
 * @param changedNanos time of the last change of content or attributes, which copying tools cannot
 *     set; 0 where it was not requested
 * @param seenNanos when the attributes were read
 * @param directory the directory in which the walk found it, not through a link; null if unknown
 */
public record SourceFile(
    Path path,
    long size,
    long modifiedNanos,
    long changedNanos,
    long seenNanos,
    @Nullable ListedDirectory directory) {
  private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ);

  /** With size and modification time only. */
  public SourceFile(Path path, long size, long modifiedNanos) {
    this(path, size, modifiedNanos, 0, Long.MAX_VALUE, null);
  }

  /** The file with these attributes. */
  public static SourceFile of(Path path, BasicFileAttributes attributes) {
    long nanos = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    return new SourceFile(path, attributes.size(), nanos);
  }

  /**
   * The file's present attributes; symbolic links are followed.
   *
   * @throws IOException it cannot be read
   */
  public static SourceFile read(Path path) throws IOException {
    return of(path, Files.readAttributes(path, BasicFileAttributes.class));
  }

  /**
   * Opens the file for reading. Checks first whether it is still a regular file, by its directory
   * if that was unchanged a millisecond ago, else by its own attributes: to open a pipe waits for a
   * writer (fifo(7)), forever if there is none, and Java cannot open without waiting.
   *
   * @throws NotAFileException a pipe, a socket or a device has replaced it
   * @throws IOException it cannot be opened
   */
  public FileChannel open() throws IOException {
    boolean isAsListed = directory != null && directory.isUnchanged();
    return isAsListed
        ? FileChannel.open(path, READ)
        : open(Files.readAttributes(path, BasicFileAttributes.class));
  }

  /**
   * Opens the file for reading, whose present attributes were read just now.
   *
   * @throws NotAFileException a pipe, a socket or a device has replaced it
   * @throws IOException it cannot be opened
   */
  public FileChannel open(BasicFileAttributes now) throws IOException {
    if (now.isOther()) {
      throw new NotAFileException();
    }
    return FileChannel.open(path, READ);
  }

  /** Something other than a regular file has replaced the file. */
  public static final class NotAFileException extends IOException {
    private NotAFileException() {
      super("it is not a regular file any more");
    }
  }

  /**
   * Since when the file has been unchanged, as far as the first look shows: the later of its two
   * times. A time in the future is ignored; then the time of the look counts.
   */
  public long arrivedNanos() {
    long later = Math.max(modifiedNanos, changedNanos);
    return later > seenNanos ? seenNanos : later;
  }

  /**
   * The same at a later look with equal size and modification time.
   *
   * @param before result of the previous look
   */
  public long arrivedNanos(long before) {
    long known = Math.min(before, seenNanos);
    return changedNanos > known && changedNanos <= seenNanos ? changedNanos : known;
  }
}
