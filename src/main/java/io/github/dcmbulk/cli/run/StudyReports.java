package io.github.dcmbulk.cli.run;

import io.github.dcmbulk.console.StudyReportText;
import io.github.dcmbulk.journal.MonthLine;
import io.github.dcmbulk.journal.StudyLine;
import io.github.dcmbulk.journal.Waivers;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.report.RecordWriter;
import io.github.dcmbulk.report.RowFormat;
import io.github.dcmbulk.report.StudyReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/** Copies lines by study, or by month and modality, from a journal to an output. */
public final class StudyReports {
  private final JournalReader journal;
  private final @Nullable String run;
  private final boolean byMonth;

  /**
   * Reports on a run.
   *
   * @param run its name or {@code last}; null for everything
   * @param byMonth by month and modality in place of studies
   */
  public StudyReports(JournalReader journal, @Nullable String run, boolean byMonth) {
    this.journal = journal;
    this.run = run;
    this.byMonth = byMonth;
  }

  /**
   * Writes rows for programs.
   *
   * @throws DcmbulkException the journal cannot be read
   * @throws IOException the output cannot be written
   */
  public void write(RowFormat format, Writer out) throws DcmbulkException, IOException {
    if (byMonth) {
      try (RecordWriter<MonthLine> rows = StudyReport.months(format, out)) {
        journal.studies().months(run, rows::write);
      }
    } else {
      try (RecordWriter<StudyLine> rows = StudyReport.studies(format, out)) {
        journal.studies().lines(run, new Waivers(journal.waivers()), rows::write);
      }
    }
  }

  /**
   * Prints lines for people.
   *
   * @throws DcmbulkException the journal cannot be read
   * @throws IOException the output cannot be written
   */
  public void print(PrintWriter out) throws DcmbulkException, IOException {
    StudyReportText text = new StudyReportText(out);
    if (byMonth) {
      text.monthHeader();
      journal.studies().months(run, text::month);
    } else {
      text.studyHeader();
      journal.studies().lines(run, new Waivers(journal.waivers()), text::study);
    }
  }
}
