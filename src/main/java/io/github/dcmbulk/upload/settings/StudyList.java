package io.github.dcmbulk.upload.settings;

import io.github.dcmbulk.model.DcmbulkException;

/** A list of the only studies that are sent. */
public interface StudyList {
  /** Identifies the list: with another list, files that were left out are checked again. */
  String fingerprint();

  /** Whether studies whose files have another patient than the list are held. */
  boolean holdsMismatched();

  /**
   * Reads the list.
   *
   * @param digestKey key of the journal's digests, with which the list's are compared
   * @throws DcmbulkException it cannot be read or understood
   */
  StudySelection open(byte[] digestKey) throws DcmbulkException, InterruptedException;
}
