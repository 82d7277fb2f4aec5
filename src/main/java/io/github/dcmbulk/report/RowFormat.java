package io.github.dcmbulk.report;

import java.io.IOException;
import java.io.Writer;

/** How rows are written. */
public enum RowFormat {
  /** For spreadsheets: RFC 4180 with a header line. */
  CSV,
  /** One JSON array. */
  JSON,
  /** One JSON object a line. */
  JSONL;

  /**
   * Begins to write rows. Closing the row writer finishes the document and flushes, but does not
   * close, the underlying one.
   */
  public RowWriter open(Writer out) throws IOException {
    return switch (this) {
      case CSV -> new CsvRows(out);
      case JSON -> JsonRows.array(out);
      case JSONL -> JsonRows.lines(out);
    };
  }
}
