package io.github.dcmbulk.scan;

import java.util.List;

/**
 * Selects files below the roots.
 *
 * @param include globs of which a file must match at least one; empty for all files
 * @param exclude globs that exclude a file
 * @param followLinks whether symbolic links are followed
 */
public record Selection(List<String> include, List<String> exclude, boolean followLinks) {
  /** All files, links not followed. */
  public static final Selection ALL = new Selection(List.of(), List.of(), false);

  /** Copies the lists. */
  public Selection {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }
}
