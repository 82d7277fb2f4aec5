package io.github.dcmbulk.report;

import io.github.dcmbulk.model.PathText;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What a report may be. */
public enum ReportFormat {
  /** A page for people, with sums and charts. */
  HTML,
  /** Every row, for spreadsheets. */
  CSV,
  /** Every row, in one JSON array. */
  JSON,
  /** Every row, one JSON object a line. */
  JSONL;

  /** The format that a file's ending asks for, if it is one of ours. */
  public static Optional<ReportFormat> ofFileName(Path file) {
    String name = PathText.display(file).toLowerCase(Locale.ROOT);
    for (ReportFormat format : values()) {
      if (name.endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /** How its rows are written; empty for a page of sums. */
  public Optional<RowFormat> rows() {
    return switch (this) {
      case HTML -> Optional.empty();
      case CSV -> Optional.of(RowFormat.CSV);
      case JSON -> Optional.of(RowFormat.JSON);
      case JSONL -> Optional.of(RowFormat.JSONL);
    };
  }
}
