package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dcmbulk.journal.DeliveredStudy;
import io.github.dcmbulk.journal.MonthLine;
import io.github.dcmbulk.journal.StudyLine;
import io.github.dcmbulk.journal.StudyRecord;
import io.github.dcmbulk.journal.Waivers;
import io.github.dcmbulk.journal.maintain.JournalWaivers;
import io.github.dcmbulk.journal.maintain.JournalWaivers.Subject;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.remote.PutOutcome;
import io.github.dcmbulk.upload.settings.StudyRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What reports and comparisons read of a run that left some of everything behind. */
@Timeout(600)
class ReportedRunTest {
  @TempDir Path dir;
  Rehearsal r;
  private Path refused;

  @BeforeEach
  void setUp() throws Exception {
    r = new Rehearsal(dir);
    r.dates.putAll(Map.of("1.1", "20250203", "1.2", "20260101", "1.3", "2026"));
    r.instance("a/1", "1.1", "1.1.1", "x");
    r.instance("a/2", "1.1", "1.1.2", "xyz");
    r.instance("b/1", "1.2", "1.2.1", "x");
    r.file("b/2", "broken/1.2/1.2.1/1.2.2");
    refused = r.instance("c/1", "1.3", "1.3.1", "refused");
    r.instance("c/2", "1.3", "1.3.2", "failed");
    r.instance("d/1", "1.4", "1.4.1", "one");
    r.instance("d/2", "1.4", "1.4.1", "another");
    r.age(r.instance("e/1", "1.5", "1.5.1", "x"), Duration.ofMinutes(1));
    r.file("notes.txt", "no instance");
    StudyRules d = StudyRules.DEFAULT;
    r.rules =
        new StudyRules(
            d.delivery(), d.gap(), d.overwriteWindow(), Duration.ofMinutes(10), d.onConflict());
    r.service.fault =
        text ->
            text.endsWith("refused")
                ? new PutOutcome.Refused("http-403", true, "refused", 1, true)
                : text.endsWith("failed")
                    ? new PutOutcome.Refused("http-503", false, "busy", 1, true)
                    : null;
  }

  private void waive(@Nullable String study, @Nullable Path path, @Nullable String code)
      throws Exception {
    JournalWaivers.add(r.store, new Subject(study, path, code), "lost", "A. Smith", r.now());
  }

  private Map<String, StudyRecord> records() throws Exception {
    Map<String, StudyRecord> records = new LinkedHashMap<>();
    try (JournalReader reader = JournalReader.open(r.store)) {
      reader
          .studies()
          .each(new Waivers(reader.waivers()), study -> records.put(study.uid(), study));
    }
    return records;
  }

  private Map<String, StudyLine> lines(@Nullable String run) throws Exception {
    Map<String, StudyLine> lines = new LinkedHashMap<>();
    try (JournalReader reader = JournalReader.open(r.store)) {
      reader
          .studies()
          .lines(run, new Waivers(reader.waivers()), line -> lines.put(line.uid(), line));
    }
    return lines;
  }

  private List<MonthLine> months(@Nullable String run) throws Exception {
    List<MonthLine> lines = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(r.store)) {
      reader.studies().months(run, lines::add);
    }
    return lines;
  }

  @Test
  void eachStudyHasItsCounts() throws Exception {
    r.run();

    assertThat(records().values())
        .extracting(
            StudyRecord::uid,
            StudyRecord::date,
            StudyRecord::delivered,
            StudyRecord::waiting,
            StudyRecord::rejected,
            StudyRecord::failed)
        .containsExactlyInAnyOrder(
            tuple("1.1", "20250203", 2L, 0L, 0L, 0L),
            tuple("1.2", "20260101", 1L, 0L, 1L, 0L),
            tuple("1.3", "2026", 0L, 1L, 1L, 2L),
            tuple("1.4", null, 0L, 0L, 2L, 0L),
            tuple("1.5", null, 0L, 1L, 0L, 0L));
    assertThat(records().values()).allMatch(study -> study.waived() == 0);
    try (JournalReader reader = JournalReader.open(r.store)) {
      assertThat(reader.hasSha256()).isFalse();
    }
  }

  @Test
  void whatIsWaivedIsCountedByStudyPathAndReason() throws Exception {
    r.run();
    waive(null, null, "truncated");
    waive(null, refused, null);
    waive("1.4", null, null);
    waive("1.1", null, null);

    assertThat(records().values())
        .filteredOn(study -> study.rejected() > 0)
        .extracting(StudyRecord::uid, StudyRecord::waived)
        .containsExactlyInAnyOrder(tuple("1.2", 1L), tuple("1.3", 1L), tuple("1.4", 2L));
    assertThat(lines(null).values())
        .extracting(StudyLine::uid, StudyLine::isWaived)
        .containsExactlyInAnyOrder(
            tuple("1.1", true),
            tuple("1.2", true),
            // One of its two failures goes again.
            tuple("1.3", false),
            tuple("1.4", true),
            tuple("1.5", false));
  }

  @Test
  void aWaiverThatWasTakenBackCountsForNothing() throws Exception {
    r.run();
    long id =
        JournalWaivers.add(r.store, new Subject("1.4", null, null), "lost", "A. Smith", r.now());
    JournalWaivers.undo(r.store, id, "B. Smith", r.now());

    assertThat(records().values()).allMatch(study -> study.waived() == 0);
    try (JournalReader reader = JournalReader.open(r.store)) {
      assertThat(reader.waivers())
          .singleElement()
          .matches(waiver -> !waiver.isInForce() && "B. Smith".equals(waiver.undoneBy()));
    }
    assertThatThrownBy(() -> JournalWaivers.undo(r.store, id, "B. Smith", r.now()))
        .hasMessageContaining("there is no waiver " + id + " in force");
  }

  @Test
  void aRunWhoseRejectionsAreAllWaivedEndsWithZero() throws Exception {
    r.service.fault = text -> null;
    assertThat(r.run().exit()).isEqualTo(ExitCode.REJECTED.code());
    waive(null, null, "truncated");
    assertThat(r.run().exit()).isEqualTo(ExitCode.REJECTED.code());
    waive("1.4", null, null);

    RunResult result = r.run();

    assertThat(result.exit()).isZero();
  }

  @Test
  void eachStudyHasALine() throws Exception {
    r.run();

    assertThat(lines(null).values())
        .extracting(
            StudyLine::uid,
            StudyLine::found,
            StudyLine::delivered,
            StudyLine::rejected,
            StudyLine::failed,
            StudyLine::waiting,
            StudyLine::state)
        .containsExactlyInAnyOrder(
            tuple("1.1", 2L, 2L, 0L, 0L, 0L, "complete"),
            tuple("1.2", 2L, 1L, 1L, 0L, 0L, "completeExceptRejected"),
            tuple("1.3", 2L, 0L, 0L, 2L, 0L, "incomplete"),
            tuple("1.4", 2L, 0L, 2L, 0L, 0L, "incomplete"),
            tuple("1.5", 1L, 0L, 0L, 0L, 1L, "incomplete"));
    StudyLine first = Objects.requireNonNull(lines(null).get("1.1"));
    assertThat(first.modalities()).containsExactly("CT");
    assertThat(first.series()).isEqualTo(1);
    assertThat(first.firstSent()).isNotNull().isBeforeOrEqualTo(first.lastSent());
    assertThat(lines(null).values())
        .filteredOn(line -> line.delivered() == 0)
        .hasSize(3)
        .allMatch(line -> line.firstSent() == null);
  }

  @Test
  void aRunsLinesAreOfWhatItFoundAndItsSumsOfWhatItSent() throws Exception {
    r.run();
    r.instance("f/1", "1.6", "1.6.1", "x");
    r.pass(Duration.ofHours(1));
    r.run();

    assertThat(lines("last")).containsOnlyKeys("1.1", "1.2", "1.3", "1.4", "1.5", "1.6");
    assertThat(months(null)).extracting(MonthLine::sent).containsExactly(2L, 2L, 0L, 1L);
    assertThat(months("last"))
        .extracting(
            MonthLine::month,
            MonthLine::modality,
            MonthLine::studies,
            MonthLine::found,
            MonthLine::sent,
            MonthLine::delivered,
            MonthLine::rejected,
            MonthLine::failed)
        .containsExactly(
            tuple(null, "CT", 3L, 4L, 2L, 2L, 2L, 0L),
            tuple("2025-02", "CT", 1L, 2L, 0L, 2L, 0L, 0L),
            tuple(null, "CT", 1L, 2L, 0L, 0L, 0L, 2L),
            tuple("2026-01", "CT", 1L, 2L, 0L, 1L, 1L, 0L));
    assertThatThrownBy(() -> months("no-such-run")).hasMessageContaining("no-such-run");
  }

  @Test
  void deliveredStudiesNameWhatStaysBehind() throws Exception {
    r.run();
    List<DeliveredStudy> delivered = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(r.store)) {
      reader.studies().delivered(delivered::add);
    }

    assertThat(delivered)
        .extracting(
            DeliveredStudy::studyInstanceUid,
            DeliveredStudy::complete,
            study -> study.instances().size(),
            study -> study.notDelivered().size())
        .containsExactlyInAnyOrder(tuple("1.1", true, 2, 0), tuple("1.2", false, 1, 1));
    assertThat(delivered)
        .flatExtracting(DeliveredStudy::instances)
        .allSatisfy(
            instance -> {
              assertThat(instance.md5()).hasSize(32).isEqualTo(instance.etag());
              assertThat(instance.sha256()).isNull();
              assertThat(instance.uploadedAt()).isBetween(Rehearsal.START, r.now());
              assertThat(instance.run()).isNotNull();
            });
  }

  @Test
  void whyAStudyIsIncompleteIsSaidInWords() throws Exception {
    r.run();
    try (JournalReader reader = JournalReader.open(r.store)) {
      assertThat(reader.studies().whyIncomplete("1.1")).isNull();
      assertThat(reader.studies().whyIncomplete("1.3")).contains("2 failed");
      assertThat(reader.studies().whyIncomplete("1.5")).contains("held until");
      assertThat(reader.studies().whyIncomplete("9.9")).isNull();
    }
  }
}
