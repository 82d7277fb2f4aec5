package io.github.dcmbulk.upload.control;

import io.github.dcmbulk.model.DcmbulkException;

/** Instances that wait to be sent. */
public interface WaitingWork {
  /** Whether there are any. */
  boolean areWaiting();

  /**
   * Sends one, in the caller's thread.
   *
   * @return false when none waits
   * @throws DcmbulkException the run cannot continue
   * @throws InterruptedException the run is being stopped
   */
  boolean tryOne() throws DcmbulkException, InterruptedException;
}
