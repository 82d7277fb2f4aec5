package io.github.dcmbulk.scan;

import java.util.List;

/**
 * Which of the files below the roots are looked at.
 *
 * @param include globs of which a file must match one, when there are any
 * @param exclude globs that leave a file out
 * @param followLinks whether symbolic links are followed
 */
public record Selection(List<String> include, List<String> exclude, boolean followLinks) {
  /** Everything, links not followed. */
  public static final Selection ALL = new Selection(List.of(), List.of(), false);

  /** Copies the lists. */
  public Selection {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }
}
