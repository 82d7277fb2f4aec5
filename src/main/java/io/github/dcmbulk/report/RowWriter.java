package io.github.dcmbulk.report;

import io.github.dcmbulk.model.Row;
import java.io.IOException;

/** Writes rows as they come; holds none of them. */
public interface RowWriter extends AutoCloseable {
  /** Writes one row. */
  void write(Row row) throws IOException;

  /** Finishes the document. */
  @Override
  void close() throws IOException;
}
