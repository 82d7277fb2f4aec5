package io.github.dcmbulk.console;

import io.github.dcmbulk.journal.MonthLine;
import io.github.dcmbulk.journal.StudyLine;
import java.io.PrintWriter;
import java.util.Locale;

/** Reports by study, or by month and modality, as text. */
public final class StudyReportText {
  private static final String STUDY = "%-10s %-9s %9s %9s %9s %9s  %-22s %s%n";
  private static final String MONTH = "%-8s %-9s %9s %9s %9s %9s %9s %9s%n";

  private final PrintWriter out;

  /** Prints to that writer. */
  public StudyReportText(PrintWriter out) {
    this.out = out;
  }

  /** Prints the column names for {@link #study}. */
  public void studyHeader() {
    line(STUDY, "Date", "Modality", "Found", "Delivered", "Rejected", "Waiting", "State", "Study");
  }

  /** Prints a study. */
  public void study(StudyLine study) {
    line(
        STUDY,
        study.date() == null ? "-" : study.date(),
        String.join(",", study.modalities()),
        Quantity.count(study.found()),
        Quantity.count(study.delivered()),
        Quantity.count(study.rejected() + study.failed()),
        Quantity.count(study.waiting()),
        study.isWaived() ? "waived" : study.state(),
        study.uid());
  }

  /** Prints the column names for {@link #month}. */
  public void monthHeader() {
    line(
        MONTH, "Month", "Modality", "Studies", "Sent", "Bytes", "Delivered", "Rejected", "Waiting");
  }

  /** Prints a month. */
  public void month(MonthLine month) {
    line(
        MONTH,
        month.month() == null ? "-" : month.month(),
        month.modality() == null ? "-" : month.modality(),
        Quantity.count(month.studies()),
        Quantity.count(month.sent()),
        Quantity.bytes(month.sentBytes()),
        Quantity.count(month.delivered()),
        Quantity.count(month.rejected() + month.failed()),
        Quantity.count(month.waiting()));
  }

  private void line(String format, Object... cells) {
    out.print(String.format(Locale.ROOT, format, cells).replaceFirst(" +(\\R)$", "$1"));
  }
}
