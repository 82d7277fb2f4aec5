package io.github.dcmbulk.report;

import io.github.dcmbulk.model.PathText;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Format of a report. */
public enum ReportFormat {
  /** A page for people, with totals and charts. */
  HTML,
  /** All rows, for spreadsheets. */
  CSV,
  /** All rows, as one JSON array. */
  JSON,
  /** All rows, as JSON lines. */
  JSONL;

  /** The format for a file's extension; empty if there is none. */
  public static Optional<ReportFormat> ofFileName(Path file) {
    String name = PathText.display(file).toLowerCase(Locale.ROOT);
    for (ReportFormat format : values()) {
      if (name.endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /** The format of its rows; empty for HTML. */
  public Optional<RowFormat> rows() {
    return switch (this) {
      case HTML -> Optional.empty();
      case CSV -> Optional.of(RowFormat.CSV);
      case JSON -> Optional.of(RowFormat.JSON);
      case JSONL -> Optional.of(RowFormat.JSONL);
    };
  }
}
