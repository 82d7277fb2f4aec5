package io.github.dcmbulk.scan;

import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ListedDirectory;
import io.github.dcmbulk.model.SourceFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Walks directory trees depth first, with a limited number of entries at a time, so that neither a
 * deep tree nor a directory of ten million files needs much memory. Files come in the file system's
 * order, the directories of a batch sorted by name. Opens no file.
 */
public final class Walker {
  /** Most entries of one directory that are in memory. */
  static final int BATCH = 4096;

  private static final LinkOption[] FOLLOW = {};
  private static final LinkOption[] NO_FOLLOW = {LinkOption.NOFOLLOW_LINKS};

  private final boolean followLinks;
  private final FileTimes times;
  private final TreeVisitor visitor;
  private final BooleanSupplier stop;
  private final @Nullable Below below;
  private final Set<Object> entered = new HashSet<>();

  /** Takes directories that are found, in place of a walk of them. */
  @FunctionalInterface
  public interface Below {
    /**
     * Directories that lie in one, or that a list names.
     *
     * @throws DcmbulkException they cannot be recorded
     * @throws InterruptedException the run is being stopped
     */
    void take(List<Path> directories) throws DcmbulkException, InterruptedException;
  }

  /**
   * Prepares a walk.
   *
   * @param followLinks whether symbolic links are followed; each directory is visited once even
   *     then
   * @param stop whether to end the walk
   * @param times reads the files' attributes
   */
  public Walker(boolean followLinks, TreeVisitor visitor, BooleanSupplier stop, FileTimes times) {
    this(followLinks, visitor, stop, times, null);
  }

  /**
   * Prepares a walk.
   *
   * @param below takes the directories that are found; null to walk them
   */
  public Walker(
      boolean followLinks,
      TreeVisitor visitor,
      BooleanSupplier stop,
      FileTimes times,
      @Nullable Below below) {
    this.below = below;
    this.times = times;
    this.followLinks = followLinks;
    this.visitor = visitor;
    this.stop = stop;
  }

  /**
   * Walks one root: a directory, or a single file. A link that is itself a root is followed.
   *
   * @throws DcmbulkException as thrown by the visitor
   */
  public void walk(Path root) throws DcmbulkException, InterruptedException {
    Path path = root.toAbsolutePath().normalize();
    BasicFileAttributes attributes;
    try {
      attributes = times.read(path, FOLLOW);
    } catch (IOException e) {
      visitor.unreadable(path);
      return;
    }
    if (attributes.isDirectory()) {
      enter(List.of(new Subdirectory(path, attributes)));
    } else if (path.getParent() != null) {
      SourceFile file = times.source(path, attributes, null);
      visitor.files(
          attributes.isOther()
              ? new Batch(
                  path.getParent(), List.of(), List.of(new Passed(file, Passed.Why.SPECIAL)), false)
              : new Batch(path.getParent(), List.of(file), List.of(), false));
    }
  }

  private void directory(Path dir, BasicFileAttributes attributes)
      throws DcmbulkException, InterruptedException {
    // Only links can lead to a directory twice; without them no keys are kept.
    Object key = attributes.fileKey();
    if (stop.getAsBoolean() || (followLinks && key != null && !entered.add(key))) {
      return;
    }
    list(dir);
  }

  private void enter(List<Subdirectory> directories) throws DcmbulkException, InterruptedException {
    if (below != null) {
      if (!directories.isEmpty()) {
        below.take(directories.stream().map(Subdirectory::path).toList());
      }
      return;
    }
    for (Subdirectory sub : directories) {
      directory(sub.path, sub.attributes);
    }
  }

  /**
   * Passes on what lies in that directory.
   *
   * @throws DcmbulkException as thrown by the visitor
   * @throws InterruptedException the run is being stopped
   */
  public void list(Path dir) throws DcmbulkException, InterruptedException {
    ListedDirectory listed = followLinks ? null : times.listed(dir);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(dir)) {
      Iterator<Path> names = entries.iterator();
      boolean first = true;
      do {
        batch(dir, listed, names, first);
        first = false;
      } while (!stop.getAsBoolean() && names.hasNext());
    } catch (IOException | DirectoryIteratorException e) {
      visitor.unreadable(dir);
    }
    visitor.left(dir);
  }

  private void batch(
      Path dir, @Nullable ListedDirectory listed, Iterator<Path> names, boolean first)
      throws DcmbulkException, InterruptedException {
    List<Path> paths = new ArrayList<>();
    while (paths.size() < BATCH && names.hasNext()) {
      paths.add(names.next());
    }
    List<SourceFile> files = new ArrayList<>(paths.size());
    List<Passed> passed = new ArrayList<>();
    List<Subdirectory> directories = new ArrayList<>();
    for (Path path : paths) {
      readEntry(path, listed, files, passed, directories);
    }
    visitor.files(new Batch(dir, files, passed, first && !names.hasNext()));
    directories.sort(Comparator.comparing(Subdirectory::path));
    enter(directories);
  }

  private void readEntry(
      Path path,
      @Nullable ListedDirectory listed,
      List<SourceFile> files,
      List<Passed> passed,
      List<Subdirectory> directories) {
    try {
      BasicFileAttributes attributes = times.read(path, followLinks ? FOLLOW : NO_FOLLOW);
      if (attributes.isDirectory()) {
        directories.add(new Subdirectory(path, attributes));
      } else if (attributes.isSymbolicLink()) {
        passed.add(new Passed(times.source(path, attributes, null), Passed.Why.LINK));
      } else if (attributes.isOther()) {
        passed.add(new Passed(times.source(path, attributes, null), Passed.Why.SPECIAL));
      } else {
        files.add(times.source(path, attributes, listed));
      }
    } catch (IOException e) {
      passed.add(new Passed(new SourceFile(path, 0, 0), Passed.Why.UNREADABLE));
    }
  }

  /** Whether the walk was ended by {@code stop}. */
  public boolean isStopped() {
    return stop.getAsBoolean();
  }

  private record Subdirectory(Path path, BasicFileAttributes attributes) {}
}
