package io.github.dcmbulk.report.html;

import io.github.dcmbulk.journal.RunRecord;
import io.github.dcmbulk.journal.Statistics.Cause;
import io.github.dcmbulk.journal.Statistics.FirstOf;
import io.github.dcmbulk.journal.Statistics.LargeFile;
import io.github.dcmbulk.journal.Statistics.Modality;
import io.github.dcmbulk.journal.Statistics.Month;
import io.github.dcmbulk.journal.Statistics.StudyTransfer;
import io.github.dcmbulk.journal.Statistics.Sum;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.RunResult.IncompleteStudy;
import io.github.dcmbulk.report.html.Page.CauseRow;
import io.github.dcmbulk.report.html.Page.JourneyRow;
import io.github.dcmbulk.report.html.Page.LargeRow;
import io.github.dcmbulk.report.html.Page.Listed;
import io.github.dcmbulk.report.html.Page.ModalityRow;
import io.github.dcmbulk.report.html.Page.MonthRow;
import io.github.dcmbulk.report.html.Page.RunRow;
import io.github.dcmbulk.report.html.Page.StudyRow;
import io.github.dcmbulk.report.html.Page.TimeRow;
import io.github.dcmbulk.report.html.Page.WarningRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Statistics as table rows. */
final class TableRows {
  private static final int MONTHS = 36;

  private final Format format;
  private final Wording wording = new Wording();

  TableRows(Format format) {
    this.format = format;
  }

  static String modality(@Nullable String name) {
    return name == null || name.isBlank() ? "none" : name;
  }

  List<TimeRow> time(TimeLine line) {
    TimeLine coarse = line.coarse();
    List<TimeRow> rows = new ArrayList<>();
    long total = 0;
    Instant from = coarse.begin();
    for (Sum slot : coarse.slots()) {
      total += slot.files();
      rows.add(
          new TimeRow(
              format.time(from),
              Format.count(slot.files()),
              Format.count(total),
              Format.bytes(slot.bytes()),
              Format.rate(slot.bytes(), coarse.stretch())));
      from = from.plus(coarse.stretch());
    }
    return rows;
  }

  static List<ModalityRow> modalities(List<Modality> modalities) {
    return modalities.stream()
        .map(
            m ->
                new ModalityRow(
                    modality(m.name()),
                    Format.count(m.studies()),
                    Format.count(m.instances()),
                    Format.count(m.delivered().files()),
                    Format.count(m.duplicates()),
                    Format.count(m.missing()),
                    Format.bytes(m.delivered().bytes())))
        .toList();
  }

  /** Whether there are so many months that a table shows years. */
  static boolean byYear(List<Month> months) {
    return months.size() > MONTHS;
  }

  static List<MonthRow> months(List<Month> months) {
    Map<String, Month> merged = new LinkedHashMap<>();
    for (Month month : months) {
      String name =
          month.month() == null
              ? "unknown"
              : byYear(months) ? String.valueOf(month.month().getYear()) : month.month().toString();
      merged.merge(
          name,
          month,
          (a, b) ->
              new Month(a.month(), a.studies() + b.studies(), a.delivered().plus(b.delivered())));
    }
    List<MonthRow> rows = new ArrayList<>();
    merged.forEach(
        (name, month) ->
            rows.add(
                new MonthRow(
                    name,
                    Format.count(month.studies()),
                    Format.count(month.delivered().files()),
                    Format.bytes(month.delivered().bytes()))));
    return rows;
  }

  Listed<CauseRow> causes(FirstOf<Cause> causes) {
    List<CauseRow> rows =
        causes.items().stream()
            .map(
                c ->
                    new CauseRow(
                        Wording.state(c.state()),
                        c.reason() == null ? "" : c.reason(),
                        Format.count(c.sum().files()),
                        Format.bytes(c.sum().bytes()),
                        wording.cause(c.state(), c.reason()),
                        PathText.display(c.example())))
            .toList();
    return listed(rows, causes.total(), "reasons");
  }

  static Listed<StudyRow> incomplete(FirstOf<IncompleteStudy> studies) {
    List<StudyRow> rows =
        studies.items().stream()
            .map(
                s ->
                    new StudyRow(
                        s.studyInstanceUid(),
                        Format.count(s.delivered()),
                        Format.count(s.missing()),
                        s.why()))
            .toList();
    return listed(rows, studies.total(), "incomplete studies");
  }

  Listed<WarningRow> warnings(Map<String, Long> warnings) {
    List<WarningRow> rows = new ArrayList<>();
    warnings.forEach(
        (name, files) ->
            rows.add(new WarningRow(name, Format.count(files), wording.warning(name))));
    return new Listed<>(rows, null);
  }

  static List<JourneyRow> slowest(List<StudyTransfer> studies) {
    return studies.stream()
        .map(
            s -> {
              Duration took = Duration.between(s.first(), s.last());
              return new JourneyRow(
                  s.studyInstanceUid(),
                  Format.count(s.sum().files()),
                  Format.bytes(s.sum().bytes()),
                  Format.duration(took),
                  Format.rate(s.sum().bytes(), took));
            })
        .toList();
  }

  static List<LargeRow> largest(List<LargeFile> files) {
    return files.stream()
        .map(
            f ->
                new LargeRow(
                    PathText.display(f.path()),
                    modality(f.modality()),
                    Wording.state(f.state()),
                    Format.bytes(f.bytes())))
        .toList();
  }

  Listed<RunRow> runs(FirstOf<RunRecord> runs) {
    List<RunRow> rows = new ArrayList<>();
    for (RunRecord run : runs.items()) {
      Reconciliation counts = Reconciliation.of(run.facts());
      boolean known = run.facts().hasCounts();
      Instant end = run.finished();
      rows.add(
          new RunRow(
              run.name(),
              format.minute(run.started()),
              end == null ? Format.NONE : Format.duration(Duration.between(run.started(), end)),
              known ? Format.count(counts.found()) : Format.NONE,
              end == null ? Format.NONE : Format.count(run.uploaded()),
              known ? Format.bytes(counts.bytes()) : Format.NONE,
              known ? Format.count(counts.undelivered() + counts.held()) : Format.NONE,
              Wording.exit(run.exit())));
    }
    return listed(rows, runs.total(), "runs");
  }

  private static <T> Listed<T> listed(List<T> rows, long total, String what) {
    String more =
        total > rows.size()
            ? "Shown are %s of %s %s; the row files (CSV, JSON lines) contain everything."
                .formatted(Format.count(rows.size()), Format.count(total), what)
            : null;
    return new Listed<>(rows, more);
  }
}
