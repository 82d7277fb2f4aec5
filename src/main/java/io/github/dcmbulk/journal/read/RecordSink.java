package io.github.dcmbulk.journal.read;

import java.io.IOException;

/**
 * Takes records of the journal, one by one.
 *
 * @param <T> what is read
 */
@FunctionalInterface
public interface RecordSink<T> {
  /**
   * Called once for each record.
   *
   * @throws IOException it cannot be written; reading ends
   */
  void accept(T entry) throws IOException;
}
