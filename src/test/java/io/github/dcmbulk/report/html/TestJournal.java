package io.github.dcmbulk.report.html;

import io.github.dcmbulk.journal.CheckedFile;
import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.RunCounts;
import io.github.dcmbulk.journal.RunFacts;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.StudyTimes;
import io.github.dcmbulk.journal.StudyTotals;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.read.JournalStatistics;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.InstanceHeader;
import io.github.dcmbulk.model.IntegrityCounts;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.model.SourceFile;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A journal as runs write it, with one method for each event. */
final class TestJournal {
  static final Instant START = Instant.parse("2026-11-23T20:00:00Z");

  private final Path file;
  private final List<CheckedFile> checkedFiles = new ArrayList<>();
  private Path directory = Path.of("/archive/p");
  private Instant now = START;
  private int runs;
  private long rows;
  private final List<Long> toSend = new ArrayList<>();

  TestJournal(Path file) {
    this.file = file;
  }

  TestJournal in(String directory) {
    this.directory = Path.of(directory);
    return this;
  }

  /** An instance of study 1.1 that the run delivers. */
  TestJournal delivered(String modality, String studyDate) {
    toSend.add(found(FileState.PENDING, null, modality, studyDate));
    return this;
  }

  /** A file that is not sent. */
  TestJournal left(FileState state, @Nullable String reason) {
    found(state, reason, null, null);
    return this;
  }

  private long found(
      FileState state,
      @Nullable String reason,
      @Nullable String modality,
      @Nullable String studyDate) {
    rows++;
    InstanceHeader header =
        modality == null
            ? InstanceHeader.NONE
            : new InstanceHeader(
                "1.2", "9." + rows, "1.1", "1.1.1", modality, "1.2.1", studyDate, null);
    SourceFile source = new SourceFile(directory.resolve("f" + rows), 1000 + rows, rows);
    checkedFiles.add(new CheckedFile(source, 0, state, reason, Set.of(), header));
    return rows;
  }

  /** A run with all these files; it ends with that code, or is killed without one. */
  TestJournal run(@Nullable Integer exit, Map<String, String> options) throws Exception {
    now = now.plusSeconds(60);
    Instant started = now;
    Journal journal =
        Journal.open(file, "run-" + ++runs, started, "p", new ResumePolicy(false, false, false));
    journal.log().describe(new RunFacts(Map.of("Host", "pacs-1"), options));
    journal.files().checked(directory, checkedFiles, 1);
    if (!toSend.isEmpty()) {
      journal.studies().open(1, runs, now);
    }
    for (long id : toSend) {
      now = now.plusSeconds(1);
      journal
          .outcomes()
          .settle(
              id,
              runs,
              DeliveryRecord.uploaded("%032x".formatted(id), null, "x", 1, now.toEpochMilli()));
    }
    if (!toSend.isEmpty()) {
      journal.studies().close(1, 1, new StudyTimes(now, null), StudyState.Outcome.COMPLETE);
    }
    journal.log().sample(now, 2.5);
    journal.log().sample(now.plusMillis(1), 1.5);
    if (exit != null) {
      journal.log().finish(result(journal, exit, started));
    }
    journal.close();
    checkedFiles.clear();
    toSend.clear();
    return this;
  }

  private RunResult result(Journal journal, int exit, Instant started) throws Exception {
    journal.flush();
    RunCounts counts = journal.counts();
    journal.files().fileUnfiled();
    StudyTotals studies = journal.studies().totals(false);
    return new RunResult(
        journal.runName(),
        exit,
        started,
        now.plusSeconds(1),
        counts.files(),
        counts.instances(),
        studies.studies(),
        counts.uploadedBytes(),
        new RunResult.Requests(1, 2, 3, 4),
        counts.rejections(),
        studies.named(),
        RunResult.Noted.NONE,
        RunResult.Noted.NONE,
        Map.of(),
        null,
        new IntegrityCounts(0, 0, 7),
        null,
        RunResult.Remarks.NONE);
  }

  /** The page about a run, or about all. */
  String page(@Nullable String run) throws Exception {
    StringWriter out = new StringWriter();
    write(run, out);
    return out.toString();
  }

  /** Writes that page. */
  void write(@Nullable String run, Writer out) throws Exception {
    try (JournalReader reader = JournalReader.open(file);
        JournalStatistics statistics = reader.statistics(run)) {
      HtmlReport.write(
          statistics,
          new Provenance(
              "1.0-test",
              ZonedDateTime.ofInstant(START, ZoneId.of("Europe/Berlin")),
              Map.of("User", "me"),
              file.toString(),
              "dcmbulk report",
              List.of(new Provenance.DigestedFile(Path.of("rows.csv"), "ab".repeat(32)))),
          new SignOff(reader.waivers(), null),
          out);
    }
  }
}
