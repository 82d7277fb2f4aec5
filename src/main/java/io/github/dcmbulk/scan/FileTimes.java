package io.github.dcmbulk.scan;

import io.github.dcmbulk.model.ListedDirectory;
import io.github.dcmbulk.model.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file's attributes with one system call. Copying tools (robocopy, rsync -t, cp -p) set the
 * modification time of the original, some of them before the copy is complete; they cannot set the
 * time of the inode's last change (st_ctime, POSIX.1-2017 sys/stat.h). On Windows the creation time
 * is used in its place.
 */
public class FileTimes {
  private static final String UNIX =
      "unix:size,lastModifiedTime,ctime,fileKey,isDirectory,isRegularFile,isSymbolicLink,isOther";

  private final Clock clock;
  private final boolean changes;

  /**
   * Prepares the reader.
   *
   * @param clock the time of day
   * @param changes whether the times of inode changes are needed
   */
  public FileTimes(Clock clock, boolean changes) {
    this.clock = clock;
    this.changes = changes;
  }

  /** Reads the attributes of a path. */
  BasicFileAttributes read(Path path, LinkOption... links) throws IOException {
    boolean unix = changes && path.getFileSystem().supportedFileAttributeViews().contains("unix");
    return unix
        ? new Changed(Files.readAttributes(path, UNIX, links))
        : Files.readAttributes(path, BasicFileAttributes.class, links);
  }

  /** The directory before it is listed; null if later changes of it might not show. */
  @Nullable ListedDirectory listed(Path path) {
    return ListedDirectory.of(path, clock);
  }

  /**
   * The file with these attributes.
   *
   * @param directory its directory, unless the attributes may be those of a link's target
   */
  SourceFile source(
      Path path, BasicFileAttributes attributes, @Nullable ListedDirectory directory) {
    Instant now = clock.instant();
    long seen = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    return new SourceFile(
        path,
        attributes.size(),
        attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
        changes ? changed(attributes).to(TimeUnit.NANOSECONDS) : 0,
        seen,
        directory);
  }

  /** Time of the last change of content or attributes. */
  protected FileTime changed(BasicFileAttributes attributes) {
    return attributes instanceof Changed unix ? unix.time("ctime") : attributes.creationTime();
  }

  /** Attributes of a file of a Unix system, with its change time. */
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
