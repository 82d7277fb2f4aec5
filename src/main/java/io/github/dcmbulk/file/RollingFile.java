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
 * A file of lines that is appended to, mode 0600, and set aside under a name with the time when it
 * has grown too large or too old. Several processes may write to one: each line goes out under the
 * operating system's lock, and a process that finds the file set aside by another follows to the
 * new one, so that no line is lost or torn. Thread-safe.
 *
 * <p>The lock is on a file beside it that nothing else opens: on POSIX systems a process loses its
 * locks on a file as soon as it closes it once, and the process that compresses the old file does.
 *
 * <p>Written through a stream, as an interrupted thread would close a channel for all.
 */
public final class RollingFile implements Closeable {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(1);

  /** The key of no file at all. */
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
   * When a file is set aside, and what becomes of it.
   *
   * @param maxBytes it is set aside before it grows beyond this
   * @param daily whether it is set aside at the first line of a new day, too (UTC)
   * @param keep how long what was set aside is kept; null for ever
   */
  public record Policy(long maxBytes, boolean daily, @Nullable Duration keep) {
    /** A guard. */
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
   * Appends a line whole, or not at all.
   *
   * @param line with its line break
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
      // Part of the line may be there: to be opened anew is to be mended.
      key = NONE;
      throw e;
    }
  }

  /** Forces what was written to the disk. */
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
        throw new IOException("another process holds it");
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
      // Where files have no identity, what is open cannot be renamed either.
      stream.close();
    }
    Path aside = rolled.free(STAMP.format(clock.instant()));
    try {
      // A name more, then another file under the old one: no process ever finds the name free.
      Files.createLink(aside, path);
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.move(path, aside);
      return;
    }
    Files.move(PrivateFiles.temporaryBeside(path), path, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Goes on in the file that now has the name. */
  private void follow() throws IOException {
    stream.close();
    stream = reopened();
    rolled.tidyUp(clock.instant());
  }

  private FileOutputStream reopened() throws IOException {
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

  /** A disk that ran full in the middle of a line must not spoil the next one. */
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

  /** What tells one file from another of the same name; null where there is no such thing. */
  private static @Nullable Object keyOf(Path file) throws IOException {
    BasicFileAttributes attributes = attributes(file);
    return attributes == null ? null : attributes.fileKey();
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
