package io.github.dcmbulk.cli.run;

import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.report.ReportFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/** The report files of a run, written at its end. */
public record ReportFiles(Map<Path, ReportFormat> files) {

  /**
   * Writes them; false, and a line on {@code err}, if one cannot be written.
   *
   * @throws DcmbulkException the journal cannot be read
   */
  public boolean write(Context context, JournalStore journal, String run, PrintWriter err)
      throws DcmbulkException {
    if (files.isEmpty()) {
      return true;
    }
    try (JournalReader reader = JournalReader.open(journal)) {
      new Reports(context, journal, run).write(reader, files);
      return true;
    } catch (IOException e) {
      ErrorMessage.print(
          err,
          "a report could not be written: " + e.getMessage(),
          "dcmbulk report writes it again without uploading");
      return false;
    }
  }
}
