package io.github.dcmbulk.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A directory as it was before its entries were listed. While it is unchanged, no other file has
 * taken the place of an entry: to create, remove or rename an entry changes the directory's
 * st_ctime (POSIX.1-2017, for example rename()), which no program can set. So one look at the
 * directory replaces a look at each of its files. Thread-safe.
 */
public final class ListedDirectory {
  private static final String FACTS = "unix:ctime,fileKey";

  /**
   * File systems round times, to two seconds at most (FAT). After a change within that time, a
   * further one may not show.
   */
  private static final Duration COARSEST_TIME = Duration.ofSeconds(2);

  /** How long a look is valid. Some ten files are opened in that time, or one on a slow disk. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Path path;
  private final Map<String, Object> facts;
  private final LongSupplier nanos;
  private volatile long lookedAt;
  private volatile boolean changed;

  private ListedDirectory(Path path, Map<String, Object> facts, LongSupplier nanos, long lookedAt) {
    this.path = path;
    this.facts = facts;
    this.nanos = nanos;
    this.lookedAt = lookedAt;
  }

  /**
   * Looks at a directory; to be called before it is listed.
   *
   * @param clock the time of day
   * @return null if later changes might not show: it was changed a moment ago, its attributes
   *     cannot be read, or the system is not a Unix
   */
  public static @Nullable ListedDirectory of(Path path, Clock clock) {
    return of(path, clock, System::nanoTime);
  }

  static @Nullable ListedDirectory of(Path path, Clock clock, LongSupplier nanos) {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return null;
    }
    long lookedAt = nanos.getAsLong();
    Instant now = clock.instant();
    try {
      Map<String, Object> facts = Files.readAttributes(path, FACTS);
      boolean settled =
          facts.get("ctime") instanceof FileTime changed
              && changed.toInstant().isBefore(now.minus(COARSEST_TIME));
      return settled ? new ListedDirectory(path, facts, nanos, lookedAt) : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** Whether no entry was replaced up to a millisecond ago; false for ever after a change. */
  boolean isUnchanged() {
    long now = nanos.getAsLong();
    if (!changed && now - lookedAt > LOOK_NANOS) {
      changed = !isAsListed();
      lookedAt = now;
    }
    return !changed;
  }

  private boolean isAsListed() {
    try {
      return facts.equals(Files.readAttributes(path, FACTS));
    } catch (IOException e) {
      return false;
    }
  }
}
