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
 * The one file that a journal's name leads to. SQLite keeps its log, and we keep our lock, beside
 * the name: two names of one journal would be two logs and two locks, and both would be lost.
 */
public final class JournalPlace {
  private JournalPlace() {}

  /**
   * Follows links to the real file, which need not be there yet.
   *
   * @throws UsageException a link leads nowhere, as when a volume is not mounted; or the file has
   *     further names (hard links) that are not known
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

  /** Of several names in one directory the one beside which the log lies, else the first. */
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
