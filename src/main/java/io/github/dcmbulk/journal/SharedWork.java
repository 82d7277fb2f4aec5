package io.github.dcmbulk.journal;

import java.util.List;

/**
 * How far the processes of a shared run are.
 *
 * @param directoriesWaiting directories that were found and are not listed yet
 * @param directoriesHeld those that a process lists and checks now
 * @param directoriesDone those of which every file is recorded
 * @param hosts the processes, those that have left the run included
 */
public record SharedWork(
    long directoriesWaiting, long directoriesHeld, long directoriesDone, List<HostShare> hosts) {
  /** Copies the list. */
  public SharedWork {
    hosts = List.copyOf(hosts);
  }
}
