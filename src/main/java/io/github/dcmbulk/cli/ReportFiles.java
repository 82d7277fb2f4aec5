package io.github.dcmbulk.cli;

import io.github.dcmbulk.journal.JournalReader;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.report.RowFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/** The report files of a run, written at its end. */
record ReportFiles(Map<Path, RowFormat> files) {

  /** Writes them; false, and a line on {@code err}, if one cannot be written. */
  boolean write(Path journal, String run, PrintWriter err) throws DcmbulkException {
    if (files.isEmpty()) {
      return true;
    }
    try (JournalReader reader = JournalReader.open(journal)) {
      for (Map.Entry<Path, RowFormat> file : files.entrySet()) {
        Rows.writeFile(reader, run, file.getKey(), file.getValue());
      }
      return true;
    } catch (IOException e) {
      Errors.print(
          err,
          "a report could not be written: " + e.getMessage(),
          "dcmbulk report writes it again without uploading");
      return false;
    }
  }
}
