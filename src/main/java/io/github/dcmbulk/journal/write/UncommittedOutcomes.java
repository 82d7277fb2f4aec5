package io.github.dcmbulk.journal.write;

/**
 * How many outcomes were handed to the writer and are not committed yet. A kill loses these, and
 * the next run sends their instances again, so their number has to stay bounded. Thread-safe.
 */
final class UncommittedOutcomes {
  private int count;

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

  /** Waits until at most that many are left; does not wait at all if there are no more already. */
  synchronized void awaitAtMost(int most) throws InterruptedException {
    while (count > most) {
      wait();
    }
  }
}
