package io.github.dcmbulk.report;

import io.github.dcmbulk.journal.MonthLine;
import io.github.dcmbulk.journal.StudyLine;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports with a row for each study, or for each month and modality. */
public final class StudyReport {
  private static final List<Field<StudyLine>> STUDY =
      List.of(
          new Field<>("studyInstanceUid", StudyLine::uid),
          new Field<>("studyDate", StudyLine::date),
          new Field<>("modalities", StudyLine::modalities),
          new Field<>("series", StudyLine::series),
          new Field<>("found", StudyLine::found),
          new Field<>("delivered", StudyLine::delivered),
          new Field<>("rejected", StudyLine::rejected),
          new Field<>("failed", StudyLine::failed),
          new Field<>("waiting", StudyLine::waiting),
          new Field<>("bytes", StudyLine::bytes),
          new Field<>("state", StudyLine::state),
          new Field<>("firstSentAt", line -> text(line.firstSent())),
          new Field<>("lastSentAt", line -> text(line.lastSent())),
          new Field<>("delivery", StudyLine::delivery),
          new Field<>("waived", StudyLine::isWaived));

  private static final List<Field<MonthLine>> MONTH =
      List.of(
          new Field<>("month", MonthLine::month),
          new Field<>("modality", MonthLine::modality),
          new Field<>("studies", MonthLine::studies),
          new Field<>("found", MonthLine::found),
          new Field<>("sent", MonthLine::sent),
          new Field<>("sentBytes", MonthLine::sentBytes),
          new Field<>("delivered", MonthLine::delivered),
          new Field<>("rejected", MonthLine::rejected),
          new Field<>("failed", MonthLine::failed),
          new Field<>("waiting", MonthLine::waiting));

  private StudyReport() {}

  /**
   * Begins a report with a row for each study.
   *
   * @throws IOException {@code out} cannot be written
   */
  public static RecordWriter<StudyLine> studies(RowFormat format, Writer out) throws IOException {
    return new RecordWriter<>(STUDY, format, out);
  }

  /**
   * Begins a report with a row for each month and modality.
   *
   * @throws IOException {@code out} cannot be written
   */
  public static RecordWriter<MonthLine> months(RowFormat format, Writer out) throws IOException {
    return new RecordWriter<>(MONTH, format, out);
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
