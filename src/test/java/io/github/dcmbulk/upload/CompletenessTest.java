package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.journal.DeliveredStudy;
import io.github.dcmbulk.journal.maintain.JournalAudit;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.model.RunResult.IncompleteStudy;
import io.github.dcmbulk.model.RunResult.Studies;
import io.github.dcmbulk.remote.PutOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study of which an instance is not delivered is not complete, in no report. */
class CompletenessTest {
  @TempDir Path dir;
  Rehearsal r;

  @BeforeEach
  void setUp() throws Exception {
    r = new Rehearsal(dir);
    r.instance("a/1", "1.1", "1.1.1", "x");
    r.instance("a/2", "1.1", "1.1.2", "x");
  }

  @Test
  void aStudyWithARejectedFileIsCompleteExceptForIt() throws Exception {
    r.file("a/3", "broken/1.1/1.1.1/1.1.3");
    r.instance("b/1", "1.2", "1.2.1", "x");

    RunResult result = r.run();

    assertThat(result.exit()).isEqualTo(ExitCode.REJECTED.code());
    assertThat(result.studies()).isEqualTo(new Studies(2, 1, 1, 0));
    IncompleteStudy expected = new IncompleteStudy("1.1", "1 rejected (truncated)", 2, 1, true);
    assertThat(result.incomplete()).containsExactly(expected);
    assertThat(incomplete()).containsExactly(expected);
    assertThat(delivered("1.1").complete()).isFalse();
    assertThat(delivered("1.1").notDelivered())
        .extracting(
            DeliveredStudy.NotDelivered::sopInstanceUid, f -> f.state().code(), f -> f.reason())
        .containsExactly(org.assertj.core.groups.Tuple.tuple("1.1.3", "rejected", "truncated"));
    assertThat(delivered("1.2").complete()).isTrue();
    assertSums(result);
  }

  @Test
  void runThatFindsOnlyKnownFilesReportsTheSame() throws Exception {
    r.file("a/3", "broken/1.1/1.1.1/1.1.3");
    r.file("a/4", "broken");
    r.run();
    RunResult again = r.run();
    assertThat(again.studies()).isEqualTo(new Studies(1, 0, 1, 0));
    assertThat(again.incomplete().get(0).why()).isEqualTo("2 rejected (truncated)");
    assertSums(again);
  }

  @Test
  void aRejectedFileThatNamesNoStudyCountsForTheOnlyOneOfItsDirectory() throws Exception {
    r.file("a/3", "broken");
    RunResult result = r.run();
    assertThat(result.studies()).isEqualTo(new Studies(1, 0, 1, 0));
    assertThat(delivered("1.1").complete()).isFalse();
    assertSums(result);
  }

  @Test
  void betweenTwoStudiesItBelongsToNeither() throws Exception {
    r.instance("a/9", "1.2", "1.2.1", "x");
    r.file("a/3", "broken");
    RunResult result = r.run();
    assertThat(result.studies()).isEqualTo(new Studies(2, 2, 0, 0));
    assertThat(result.exit()).isEqualTo(ExitCode.REJECTED.code());
    assertSums(result);
  }

  @Test
  void aSecondStudyThatComesLaterIsNotBlamedForIt() throws Exception {
    r.file("a/3", "broken");
    r.run();
    r.instance("a/9", "1.2", "1.2.1", "x");
    RunResult result = r.run();
    assertThat(result.studies()).isEqualTo(new Studies(2, 2, 0, 0));
    assertSums(result);
  }

  @Test
  void aStudyOfNothingButRejectedFilesIsFound() throws Exception {
    r.file("b/1", "broken/1.2/1.2.1/1.2.1.1");
    RunResult result = r.run();
    assertThat(result.studies()).isEqualTo(new Studies(2, 1, 1, 0));
    assertSums(result);
  }

  @Test
  void whatFailedCountsForMoreThanWhatWasRejected() throws Exception {
    r.file("a/3", "broken/1.1/1.1.1/1.1.3");
    r.service.fault =
        text -> text.contains("1.1.2") ? new PutOutcome.Refused("x", true, "no", 1) : null;
    RunResult result = r.run();
    assertThat(result.studies()).isEqualTo(new Studies(1, 0, 0, 1));
    assertThat(result.incomplete().get(0).why()).isEqualTo("1 failed, 1 rejected (truncated)");
    assertSums(result);
  }

  @Test
  void anUnreadableFileLeavesItsStudyIncomplete() throws Exception {
    Path file = r.instance("a/3", "1.1", "1.1.3", "x");
    r.beforeCheck =
        path -> {
          if (path.equals(file)) {
            assertThat(file.toFile().delete()).isTrue();
          }
        };
    RunResult result = r.run();
    assertThat(result.files().unreadable()).isEqualTo(1);
    assertThat(result.studies()).isEqualTo(new Studies(1, 0, 0, 1));
    assertThat(result.incomplete().get(0).why()).isEqualTo("1 unreadable");
    assertThat(delivered("1.1").complete()).isFalse();
    assertSums(result);
  }

  @Test
  void aFileThatWasPutRightCompletesItsStudy() throws Exception {
    Path broken = r.file("a/3", "broken/1.1/1.1.1/1.1.3");
    Path unknown = r.file("a/4", "broken");
    assertThat(r.run().studies()).isEqualTo(new Studies(1, 0, 1, 0));
    r.instance("a/3", "1.1", "1.1.3", "put right again");
    Files.delete(unknown);
    r.pass(Duration.ofHours(1));
    RunResult result = r.run();
    assertThat(result.studies()).isEqualTo(new Studies(1, 1, 0, 0));
    assertThat(delivered("1.1").complete()).isTrue();
    assertThat(broken).exists();
    assertSums(result);
  }

  private void assertSums(RunResult result) throws Exception {
    Sums.assertMatch(result);
    assertThat(JournalAudit.run(r.store, false).problems()).isEmpty();
  }

  private List<IncompleteStudy> incomplete() throws Exception {
    List<IncompleteStudy> studies = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(r.store)) {
      reader.studies().incomplete(studies::add);
    }
    return studies;
  }

  private DeliveredStudy delivered(String uid) throws Exception {
    List<DeliveredStudy> studies = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(r.store)) {
      reader.studies().delivered(studies::add);
    }
    return studies.stream()
        .filter(study -> study.studyInstanceUid().equals(uid))
        .findFirst()
        .orElseThrow();
  }
}
