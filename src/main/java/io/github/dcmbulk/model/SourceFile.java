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
 * for the same content until somebody reads it.
 *
 * @param path where it lies; keeps the name's bytes even when they are not valid text
 * @param size length in bytes
 * @param modifiedNanos last modification, nanoseconds since 1970-01-01T00:00Z
 */
public record SourceFile(Path path, long size, long modifiedNanos) {
  private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ);

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
}
