package io.github.dcmbulk.report;

import io.github.dcmbulk.model.PathText;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** How rows are written. */
public enum RowFormat {
  /** For spreadsheets: RFC 4180 with a header line. */
  CSV,
  /** One JSON array. */
  JSON,
  /** One JSON object a line. */
  JSONL;

  /** The format that a file's ending asks for, if it is one of ours. */
  public static Optional<RowFormat> ofFileName(Path file) {
    String name = PathText.display(file).toLowerCase(Locale.ROOT);
    for (RowFormat format : values()) {
      if (name.endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

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
