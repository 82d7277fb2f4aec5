package io.github.dcmbulk.journal.write;

/**
 * How many outcomes were handed to the writer and are not committed yet. A kill loses these, and
 * the next run sends their instances again, so their number has to stay bounded. Thread-safe.
 */
final class UncommittedOutcomes {
  private int count;
  private int waiting;

  /** An outcome is handed in. */
  synchronized void add() {
    count++;
  }

  /** So many were committed, or never will be because the writer failed. */
  synchronized void remove(int outcomes) {
    count -= outcomes;
    notifyAll();
  }

  synchronized boolean areMoreThan(int most) {
    return count > most;
  }

  /**
   * Waits until at most that many are left, not counting one for each other waiting thread: while
   * it waits, that thread sends nothing. So the instances in flight and the uncommitted outcomes
   * together are never more than the threads and {@code most}. If all outcomes counted, the threads
   * would continue all at once after a commit, and then all wait for the next one.
   */
  synchronized void awaitAtMost(int most) throws InterruptedException {
    waiting++;
    try {
      while (count > most + waiting - 1) {
        wait();
      }
    } finally {
      waiting--;
    }
  }
}
