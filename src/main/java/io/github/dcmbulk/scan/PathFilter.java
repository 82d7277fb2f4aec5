package io.github.dcmbulk.scan;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;

/**
 * Selects files by name. A glob without a slash is compared with the file's name; one with a slash
 * with the end of its path, from a directory boundary on; one that begins with a slash with the
 * whole path. {@code **} crosses directories. One that ends with a slash means all files below such
 * a directory.
 */
public final class PathFilter {
  private final List<PathMatcher> include;
  private final List<PathMatcher> exclude;

  /**
   * Compiles the globs of a selection.
   *
   * @throws java.util.regex.PatternSyntaxException a glob is malformed
   */
  public PathFilter(Selection selection) {
    this.include = selection.include().stream().map(PathFilter::matcher).toList();
    this.exclude = selection.exclude().stream().map(PathFilter::matcher).toList();
  }

  /** Whether the file is selected, by its absolute path. */
  public boolean wants(Path file) {
    if (include.isEmpty() && exclude.isEmpty()) {
      return true;
    }
    return (include.isEmpty() || include.stream().anyMatch(m -> m.matches(file)))
        && exclude.stream().noneMatch(m -> m.matches(file));
  }

  private static PathMatcher matcher(String glob) {
    boolean nameOnly = glob.indexOf('/') < 0;
    String anchored = nameOnly || glob.startsWith("/") ? glob : "**/" + glob;
    String ofFiles = glob.endsWith("/") ? anchored + "**" : anchored;
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + ofFiles);
    return nameOnly
        ? path -> path.getFileName() != null && matcher.matches(path.getFileName())
        : matcher;
  }
}
