package io.github.dcmbulk.report;

import java.io.IOException;
import java.io.Writer;

/** Format of rows. */
public enum RowFormat {
  /** CSV for spreadsheets (RFC 4180), with a header line. */
  CSV,
  /** One JSON array. */
  JSON,
  /** JSON lines. */
  JSONL;

  /**
   * Begins to write rows. Closing the row writer ends the document and flushes, but does not close
   * the underlying writer.
   *
   * @param withSha256 whether rows may have a SHA-256: CSV has its column only then
   * @throws IOException {@code out} cannot be written
   */
  public RowWriter open(Writer out, boolean withSha256) throws IOException {
    return switch (this) {
      case CSV -> new CsvRows(out, withSha256);
      case JSON -> JsonRows.array(out);
      case JSONL -> JsonRows.lines(out);
    };
  }

  /**
   * The same for rows without SHA-256.
   *
   * @throws IOException {@code out} cannot be written
   */
  public RowWriter open(Writer out) throws IOException {
    return open(out, false);
  }
}
