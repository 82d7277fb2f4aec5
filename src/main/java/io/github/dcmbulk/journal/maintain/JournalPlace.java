package io.github.dcmbulk.journal.maintain;

import io.github.dcmbulk.journal.store.Sqlite;
import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The real file of a journal's name. SQLite's log and dcmbulk's lock are next to the name: with two
 * names, one journal would have two logs and two locks, and be damaged.
 */
public final class JournalPlace {
  private JournalPlace() {}

  /**
   * Follows links to the real file, which may not exist yet.
   *
   * @throws UsageException the target of a link does not exist, for example because a volume is not
   *     mounted; or the file has further names (hard links) that are not known
   */
  public static Path of(Path named) throws UsageException {
    Path file = named.toAbsolutePath();
    if (Files.exists(file)) {
      return oneName(real(file, named));
    }
    requireNoDanglingLink(file);
    Path directory = file.getParent();
    return directory != null && Files.isDirectory(directory)
        ? real(directory, named).resolve(file.getFileName())
        : file;
  }

  private static Path real(Path file, Path named) throws UsageException {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      throw new UsageException(
          "the journal " + named + " cannot be looked up", "check its directories' permissions", e);
    }
  }

  private static void requireNoDanglingLink(Path file) throws UsageException {
    Path name = file;
    while (name != null && !Files.exists(name)) {
      if (Files.isSymbolicLink(name)) {
        throw new UsageException(
            "the journal "
                + file
                + " cannot be opened: "
                + name
                + " is a link to "
                + target(name)
                + ", which is not there",
            "mount the volume that the link leads to; to begin a new journal, remove the link");
      }
      name = name.getParent();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "another place";
    }
  }

  /** If the file has several names in its directory: the one with the log, otherwise the first. */
  private static Path oneName(Path file) throws UsageException {
    long links = linkCount(file);
    if (links <= 1 || Files.isDirectory(file)) {
      return file;
    }
    List<Path> names = namesBeside(file);
    List<Path> withLog = names.stream().filter(Sqlite::holdsLog).toList();
    if (names.size() < links || withLog.size() > 1) {
      throw new UsageException(
          "the journal "
              + file
              + " has "
              + links
              + " names (hard links), and each would have a log and a lock of its own",
          "keep one name and remove the others; to copy a journal use `dcmbulk journal export`");
    }
    return withLog.isEmpty() ? names.get(0) : withLog.get(0);
  }

  private static long linkCount(Path file) {
    try {
      return ((Number) Files.getAttribute(file, "unix:nlink")).longValue();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      // Not a Unix file system: hard links cannot be counted.
      return 1;
    }
  }

  /** All names in the file's directory that lead to the same file, sorted. */
  private static List<Path> namesBeside(Path file) throws UsageException {
    Object key = key(file);
    List<Path> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(file.getParent())) {
      for (Path entry : entries) {
        if (key != null && key.equals(key(entry))) {
          names.add(entry);
        }
      }
    } catch (IOException e) {
      throw new UsageException(
          "the directory of the journal " + file + " cannot be read",
          "check its permissions, or keep one name of the journal only",
          e);
    }
    names.sort(null);
    return names;
  }

  private static @Nullable Object key(Path entry) {
    try {
      return Files.getAttribute(entry, "unix:ino", LinkOption.NOFOLLOW_LINKS)
          + "-"
          + Files.getAttribute(entry, "unix:dev", LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      return null;
    }
  }
}
