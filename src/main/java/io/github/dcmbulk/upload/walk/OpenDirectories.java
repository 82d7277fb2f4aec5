package io.github.dcmbulk.upload.walk;

import java.util.HashMap;
import java.util.Map;

/**
 * The directories with something to be sent, numbered in the order of the walk, and which of them
 * are not finished: still being walked, or with files that are not checked and recorded. Bounded by
 * the depth of the tree and the checks in progress. Thread-safe.
 */
public final class OpenDirectories {
  private final Map<Long, Integer> work = new HashMap<>();
  private final Runnable changed;
  private long last;
  private long newestDone;
  private boolean walkDone;
  private boolean idle;

  /**
   * Without directories.
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
   * Sets whether this process of a shared run has no directory now, and none is free.
   *
   * @param now whether that is so
   */
  void idle(boolean now) {
    synchronized (this) {
      idle = now;
    }
    changed.run();
  }

  /** Whether this process has nothing to list or check now; others may still find more. */
  public synchronized boolean isIdle() {
    return idle || isAllDone();
  }

  /** The walk is complete. */
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
   * Studies last seen in a directory with a lower number are probably complete: a later directory
   * without them is finished.
   */
  public synchronized long horizon() {
    return isAllDone() ? Long.MAX_VALUE : newestDone;
  }
}
