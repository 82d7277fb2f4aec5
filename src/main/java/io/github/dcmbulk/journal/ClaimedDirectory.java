package io.github.dcmbulk.journal;

import java.nio.file.Path;

/**
 * A directory that a process of a shared run has taken, to list it and to check its files.
 *
 * @param id its row
 * @param host the process's row; another one once the process was considered lost
 * @param number its place among all directories of the run, in the order in which they were taken
 * @param path its path; for a list, the directory that relative names begin at
 * @param root the row of the root that it lies under; 0 for none
 * @param isList whether it stands for the files that were named one by one
 * @param isNamed whether it was named in a list, or lies in one that was
 * @param isKnown whether the journal may have rows of its files
 */
public record ClaimedDirectory(
    long id,
    long host,
    long number,
    Path path,
    long root,
    boolean isList,
    boolean isNamed,
    boolean isKnown) {
  /** The same, if the journal has no rows of its files. */
  public ClaimedDirectory withoutRows() {
    return new ClaimedDirectory(id, host, number, path, root, isList, isNamed, false);
  }
}
