package io.github.dcmbulk.scan;

import io.github.dcmbulk.model.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file's attributes with one look at it. Tools that copy (robocopy, rsync -t, cp -p) give a
 * file the date of the original, some of them before it is whole; when its inode changed (st_ctime,
 * POSIX.1-2017 sys/stat.h) cannot be set by them. On Windows that is not to be had, and the time at
 * which the file was made stands for it.
 */
public class FileTimes {
  private static final String UNIX =
      "unix:size,lastModifiedTime,ctime,fileKey,isDirectory,isRegularFile,isSymbolicLink,isOther";

  private final Clock clock;
  private final boolean changes;

  /**
   * Prepares to look.
   *
   * @param clock the time of day
   * @param changes whether the times of changes matter
   */
  public FileTimes(Clock clock, boolean changes) {
    this.clock = clock;
    this.changes = changes;
  }

  /** The attributes of what lies there. */
  BasicFileAttributes read(Path path, LinkOption... links) throws IOException {
    boolean unix = changes && path.getFileSystem().supportedFileAttributeViews().contains("unix");
    return unix
        ? new Changed(Files.readAttributes(path, UNIX, links))
        : Files.readAttributes(path, BasicFileAttributes.class, links);
  }

  /** The file that has these attributes. */
  SourceFile source(Path path, BasicFileAttributes attributes) {
    long seen = ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
    return new SourceFile(
        path,
        attributes.size(),
        attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
        changes ? changed(attributes).to(TimeUnit.NANOSECONDS) : 0,
        seen);
  }

  /** When anything of the file last changed. */
  protected FileTime changed(BasicFileAttributes attributes) {
    return attributes instanceof Changed unix ? unix.time("ctime") : attributes.creationTime();
  }

  /** What one look at a file of a Unix system tells. */
  private record Changed(Map<String, Object> values) implements BasicFileAttributes {
    private FileTime time(String name) {
      return (FileTime) Objects.requireNonNull(values.get(name));
    }

    private boolean is(String name) {
      return Boolean.TRUE.equals(values.get(name));
    }

    @Override
    public FileTime lastModifiedTime() {
      return time("lastModifiedTime");
    }

    @Override
    public FileTime lastAccessTime() {
      return lastModifiedTime();
    }

    @Override
    public FileTime creationTime() {
      return lastModifiedTime();
    }

    @Override
    public boolean isRegularFile() {
      return is("isRegularFile");
    }

    @Override
    public boolean isDirectory() {
      return is("isDirectory");
    }

    @Override
    public boolean isSymbolicLink() {
      return is("isSymbolicLink");
    }

    @Override
    public boolean isOther() {
      return is("isOther");
    }

    @Override
    public long size() {
      return (Long) Objects.requireNonNull(values.get("size"));
    }

    @Override
    public @Nullable Object fileKey() {
      return values.get("fileKey");
    }
  }
}
