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
   *
   * @param withSha256 whether rows may have a SHA-256: CSV has a column for it only then
   */
  public RowWriter open(Writer out, boolean withSha256) throws IOException {
    return switch (this) {
      case CSV -> new CsvRows(out, withSha256);
      case JSON -> JsonRows.array(out);
      case JSONL -> JsonRows.lines(out);
    };
  }

  /** The same for rows that have no SHA-256. */
  public RowWriter open(Writer out) throws IOException {
    return open(out, false);
  }
}
