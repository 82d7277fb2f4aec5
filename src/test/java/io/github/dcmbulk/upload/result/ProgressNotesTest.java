package io.github.dcmbulk.upload.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.event.RunStatus;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.journal.JournalSummary;
import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.RunFacts;
import io.github.dcmbulk.journal.RunPause;
import io.github.dcmbulk.journal.RunProgress;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.report.SummaryJson;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code status} shows during a run. */
class ProgressNotesTest {
  private static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");

  @TempDir Path dir;
  private Instant now = NOW;

  private static RunStatus status(long uploaded, long bytes) {
    return new RunStatus(
        new RunResult.Files(10, 0, 0, 0, 0, 10),
        new RunResult.Instances(uploaded, 0, 0, 0, 0, 0, 10 - uploaded),
        bytes,
        1000 - bytes,
        1,
        1,
        0,
        null,
        0);
  }

  @Test
  void rateIsThatOfTheLastMinuteAndGivesTheTimeLeft() {
    ProgressNotes notes = new ProgressNotes(() -> now);
    notes.progress(status(0, 0), NOW);
    notes.on(new UploadEvent.WalkFinished());
    RunProgress later = notes.progress(status(4, 400), NOW.plusSeconds(10));
    assertThat(later.bytesPerSecond()).isEqualTo(40);
    assertThat(later.left()).isEqualTo(6);
    assertThat(SummaryJson.timeLeft(later)).isEqualTo(Duration.ofSeconds(15));
    RunProgress stalled = notes.progress(status(4, 400), NOW.plusSeconds(90));
    assertThat(notes.progress(status(4, 400), NOW.plusSeconds(151)).bytesPerSecond()).isZero();
    assertThat(stalled.walked()).isTrue();
    notes.close();
  }

  @Test
  void waitIsReportedUntilAStudyBegins() {
    ProgressNotes notes = new ProgressNotes(() -> now);
    notes.on(new UploadEvent.Waiting(NOW.plusSeconds(60), "a reason"));
    assertThat(notes.progress(status(0, 0), NOW).waitWhy()).isEqualTo("a reason");
    assertThat(notes.progress(status(0, 0), NOW.plusSeconds(61)).waitUntil()).isNull();
    notes.on(new UploadEvent.StudyStarted("1.2", 1, false));
    assertThat(notes.progress(status(0, 0), NOW).waitUntil()).isNull();
    notes.close();
  }

  @Test
  void aPauseIsReportedUntilItEndsAndGivesNoTimeLeft() {
    ProgressNotes notes = new ProgressNotes(() -> now);
    notes.on(new UploadEvent.WalkFinished());
    notes.progress(status(0, 0), NOW);
    notes.on(new UploadEvent.Controlled("limit-rate", "1MB", "me@here", "the rate limit is now"));
    assertThat(notes.progress(status(0, 0), NOW).paused()).isNull();
    notes.on(new UploadEvent.Controlled("pause", "", "me@here", "paused: no further study begins"));
    RunProgress paused = notes.progress(status(4, 400), NOW.plusSeconds(10));
    assertThat(paused.paused())
        .isEqualTo(new RunPause(NOW, "paused: no further study begins (me@here)"));
    assertThat(SummaryJson.timeLeft(paused)).isNull();
    assertThat(RunProgress.of(paused.values())).isEqualTo(paused);
    notes.on(new UploadEvent.Controlled("resume", "", "me@here", "resumed"));
    assertThat(notes.progress(status(0, 0), NOW).paused()).isNull();
    notes.close();
  }

  /** The same three failures in three seconds as in the log. */
  @Test
  void aServiceThatDoesNotAnswerIsReportedUntilItAnswers() {
    ProgressNotes notes = new ProgressNotes(() -> now);
    UploadEvent failed = new UploadEvent.RequestFailed("put", "connection refused");
    notes.on(failed);
    notes.on(failed);
    now = NOW.plusSeconds(3);
    assertThat(notes.progress(status(0, 0), now).outage()).isNull();
    notes.on(failed);
    RunProgress away = notes.progress(status(0, 0), now);
    assertThat(away.outage()).isEqualTo(new RunPause(NOW, "put: connection refused"));
    assertThat(RunProgress.of(away.values())).isEqualTo(away);
    notes.on(new UploadEvent.RequestDone("presign"));
    assertThat(notes.progress(status(0, 0), now).outage()).isNotNull();
    notes.on(new UploadEvent.RequestFailed("put", "503", true));
    assertThat(notes.progress(status(0, 0), now).outage()).isNull();
    notes.close();
  }

  @Test
  void journalShowsItWhileTheRunHoldsIt() throws Exception {
    Path file = dir.resolve("journal.db");
    Journal journal = Journal.open(file, "r", NOW, "", new ResumePolicy(false, false, false));
    journal.log().describe(new RunFacts(Map.of(), Map.of("--dry-run", "true")));
    ProgressNotes notes = new ProgressNotes(() -> now);
    notes.on(new UploadEvent.Waiting(NOW.plusSeconds(60), "a reason"));
    RunProgress noted = notes.progress(status(4, 400), NOW);
    journal.log().progress(noted);
    journal.flush();
    assertThat(summary(file).progress()).isEqualTo(noted);
    assertThat(summary(file).runs().get(0).dryRun()).isTrue();
    journal.close();
    assertThat(summary(file).progress()).isNull();
    notes.close();
  }

  private static JournalSummary summary(Path file) throws Exception {
    try (JournalReader reader = JournalReader.open(file)) {
      return reader.summary();
    }
  }
}
