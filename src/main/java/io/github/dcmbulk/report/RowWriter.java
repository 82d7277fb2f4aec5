package io.github.dcmbulk.report;

import io.github.dcmbulk.model.Row;
import java.io.IOException;

/** Writes rows one by one, without keeping them in memory. */
public interface RowWriter extends AutoCloseable {
  /**
   * Writes one row.
   *
   * @throws IOException the output cannot be written
   */
  void write(Row row) throws IOException;

  /** Ends the document. */
  @Override
  void close() throws IOException;
}
