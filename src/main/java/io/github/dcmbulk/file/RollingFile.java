package io.github.dcmbulk.file;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines (mode 0600) to which lines are appended; when it is too large or too old, it is
 * renamed with the time. Several processes may write to it: each line is written under a file lock,
 * and a process that finds the file renamed by another opens the new one, so that no line is lost
 * or mixed with others. Thread-safe.
 *
 * <p>The lock is on a separate file that nothing else opens: on POSIX systems a process loses its
 * locks on a file when it closes any descriptor of it, and the process that compresses the old file
 * does so.
 *
 * <p>Written through a stream, because an interrupted thread would close a channel for all threads.
 */
public final class RollingFile implements Closeable {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(1);

  /** Key of no file. */
  private static final Object NONE = new Object();

  private final Path path;
  private final Policy policy;
  private final Clock clock;
  private final RolledFiles rolled;
  private final FileOutputStream guard;
  private FileOutputStream stream;
  private @Nullable Object key;
  private LocalDate day;

  /**
   * When a file is renamed, and how long renamed files are kept.
   *
   * @param maxBytes size in bytes that it does not exceed
   * @param daily whether it is also renamed at the first line of a new day (UTC)
   * @param keep how long renamed files are kept; null for no limit
   */
  public record Policy(long maxBytes, boolean daily, @Nullable Duration keep) {
    /** Checks the size. */
    public Policy {
      if (maxBytes < 1) {
        throw new IllegalArgumentException("maxBytes must be positive, was " + maxBytes);
      }
    }
  }

  private RollingFile(Path path, Policy policy, Clock clock) throws IOException {
    this.path = path;
    this.policy = policy;
    this.clock = clock;
    this.rolled = new RolledFiles(path, policy.keep());
    this.day = today();
    Path lock = path.resolveSibling(path.getFileName() + ".lock");
    PrivateFiles.requireNoForeignLink(path);
    PrivateFiles.requireNoForeignLink(lock);
    PrivateFiles.createIfAbsent(lock);
    this.guard = new FileOutputStream(lock.toFile(), true);
    this.stream = reopened();
  }

  /**
   * Opens the file, or creates it.
   *
   * @throws IOException it cannot be written
   */
  public static RollingFile open(Path path, Policy policy, Clock clock) throws IOException {
    RollingFile file = new RollingFile(path.toAbsolutePath(), policy, clock);
    file.rolled.tidyUp(clock.instant());
    return file;
  }

  /**
   * Appends a line completely, or not at all.
   *
   * @param line the line with its line break
   * @throws IOException the line was not written
   */
  public synchronized void write(byte[] line) throws IOException {
    while (!writtenInto(line)) {
      follow();
    }
  }

  private boolean writtenInto(byte[] line) throws IOException {
    FileLock lock = locked();
    try {
      BasicFileAttributes now = attributes(path);
      if (now == null || !Objects.equals(now.fileKey(), key)) {
        return false;
      }
      if (isDue(now.size(), line.length)) {
        setAside();
        return false;
      }
      append(line);
      return true;
    } finally {
      if (lock.isValid()) {
        lock.release();
      }
    }
  }

  private void append(byte[] line) throws IOException {
    try {
      stream.write(line);
    } catch (IOException e) {
      // A part of the line may have been written: opening the file again repairs it.
      key = NONE;
      throw e;
    }
  }

  /**
   * Forces written lines to the disk (fsync).
   *
   * @throws IOException the disk failed
   */
  public synchronized void force() throws IOException {
    stream.getFD().sync();
  }

  @Override
  public synchronized void close() throws IOException {
    stream.close();
    guard.close();
    rolled.close();
  }

  private FileLock locked() throws IOException {
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      FileLock lock = guard.getChannel().tryLock();
      if (lock != null) {
        return lock;
      }
      if (Instant.now().isAfter(end)) {
        throw new IOException("another process has locked it");
      }
      LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
    }
  }

  private boolean isDue(long size, int more) {
    return size > 0
        && (size + more > policy.maxBytes() || (policy.daily() && !day.equals(today())));
  }

  private void setAside() throws IOException {
    if (key == null) {
      // On file systems without file keys, an open file cannot be renamed either.
      stream.close();
    }
    Path aside = rolled.free(STAMP.format(clock.instant()));
    try {
      // A hard link to the old file, then a rename of a new one over it: the name always exists.
      Files.createLink(aside, path);
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.move(path, aside);
      return;
    }
    Files.move(PrivateFiles.temporaryBeside(path), path, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Opens the file that has the name now. */
  private void follow() throws IOException {
    stream.close();
    stream = reopened();
    rolled.tidyUp(clock.instant());
  }

  /**
   * Opens the file that has the name now, under the lock. Without it another process could set two
   * files aside and remove the first between the two looks at the name: the third file may get the
   * inode of the first, and what was opened would be the second.
   */
  private FileOutputStream reopened() throws IOException {
    FileLock lock = locked();
    try {
      return opened();
    } finally {
      if (lock.isValid()) {
        lock.release();
      }
    }
  }

  private FileOutputStream opened() throws IOException {
    while (true) {
      PrivateFiles.createIfAbsent(path);
      Object before = keyOf(path);
      FileOutputStream opened = new FileOutputStream(path.toFile(), true);
      Object after = keyOf(path);
      if (Objects.equals(before, after)) {
        key = after;
        endTornLine(opened);
        day = LocalDate.ofInstant(Files.getLastModifiedTime(path).toInstant(), ZoneOffset.UTC);
        return opened;
      }
      opened.close();
    }
  }

  /** Ends an incomplete last line, which a full disk can leave, so that the next one is valid. */
  private void endTornLine(FileOutputStream opened) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      if (file.length() > 0) {
        file.seek(file.length() - 1);
        if (file.read() != '\n') {
          opened.write('\n');
        }
      }
    }
  }

  private static @Nullable BasicFileAttributes attributes(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Key that differs for files of the same name; null where file systems have none. */
  private static @Nullable Object keyOf(Path file) throws IOException {
    BasicFileAttributes attributes = attributes(file);
    return attributes == null ? null : attributes.fileKey();
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
