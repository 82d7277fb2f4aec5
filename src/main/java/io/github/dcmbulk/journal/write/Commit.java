package io.github.dcmbulk.journal.write;

import io.github.dcmbulk.model.JournalException;

/** A change that was handed to the journal and is not committed yet. */
@FunctionalInterface
public interface Commit {
  /**
   * Waits until it is committed.
   *
   * @throws JournalException it was not committed, and will not be
   * @throws InterruptedException the run is being stopped
   */
  void await() throws JournalException, InterruptedException;
}
