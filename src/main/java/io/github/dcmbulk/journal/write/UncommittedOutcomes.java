package io.github.dcmbulk.journal.write;

import io.github.dcmbulk.journal.OutcomeLimit;

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
   * Waits until no more than that are left. The outcomes of other waiting threads count less: if
   * all did, the threads would continue all at once after a commit, and then all wait for the next
   * one.
   */
  synchronized void await(OutcomeLimit limit) throws InterruptedException {
    waiting++;
    try {
      while (count > limit.with(waiting - 1)) {
        wait();
      }
    } finally {
      waiting--;
    }
  }
}
