package io.github.dcmbulk.upload.walk;

import java.util.HashMap;
import java.util.Map;

/**
 * The directories that hold something to be sent, numbered as the walk meets them, and which of
 * them are not finished: still being walked, or with files that are not checked and recorded.
 * Bounded by the depth of the tree and the checks in progress. Thread-safe.
 */
public final class OpenDirectories {
  private final Map<Long, Integer> work = new HashMap<>();
  private final Runnable changed;
  private long last;
  private long newestDone;
  private boolean walkDone;
  private boolean idle;

  /**
   * Knows none yet.
   *
   * @param changed runs whenever a directory is finished
   */
  public OpenDirectories(Runnable changed) {
    this.changed = changed;
  }

  /** The walk enters a directory; its number. */
  synchronized long enter() {
    work.put(++last, 1);
    return last;
  }

  /** Files of the directory are being checked. */
  synchronized void begin(long number) {
    work.merge(number, 1, Integer::sum);
  }

  /** The walk has left the directory, or files of it are recorded. */
  void end(long number) {
    synchronized (this) {
      if (work.merge(number, -1, Integer::sum) == 0) {
        work.remove(number);
        newestDone = Math.max(newestDone, number);
      }
    }
    changed.run();
  }

  /**
   * In a run of several processes, whether this one has no directory now, and none is free.
   *
   * @param now whether that is so
   */
  void idle(boolean now) {
    synchronized (this) {
      idle = now;
    }
    changed.run();
  }

  /** Whether there is nothing to be listed or checked here now; others may still find more. */
  public synchronized boolean isIdle() {
    return idle || isAllDone();
  }

  /** The walk has seen everything. */
  public void walked() {
    synchronized (this) {
      walkDone = true;
    }
    changed.run();
  }

  /** Whether that directory is not finished. */
  public synchronized boolean isOpen(long number) {
    return work.containsKey(number);
  }

  /** Whether everything was walked, checked and recorded. */
  public synchronized boolean isAllDone() {
    return walkDone && work.isEmpty();
  }

  /**
   * Studies last seen in a directory with a lower number are likely whole: a later directory
   * without them is finished.
   */
  public synchronized long horizon() {
    return isAllDone() ? Long.MAX_VALUE : newestDone;
  }
}
