package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.journal.JournalReader;
import io.github.dcmbulk.model.AccessRefusedException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.remote.PutOutcome;
import io.github.dcmbulk.scan.Selection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(8)
class UploadRunTest {
  @TempDir Path dir;
  private Rehearsal r;

  @BeforeEach
  void setUp() throws Exception {
    r = new Rehearsal(dir);
  }

  private static void assertSums(RunResult result) {
    RunResult.Files f = result.files();
    RunResult.Instances i = result.instances();
    assertThat(f.notDicom() + f.excluded() + f.unreadable() + f.rejected() + f.instances())
        .isEqualTo(f.found());
    assertThat(
            i.uploaded()
                + i.alreadyUploaded()
                + i.duplicate()
                + i.conflict()
                + i.held()
                + i.failed()
                + i.pending())
        .isEqualTo(f.instances());
    RunResult.Studies s = result.studies();
    assertThat(s.complete() + s.incomplete()).isEqualTo(s.found());
  }

  @Test
  void deliversEveryInstanceAndCountsEveryFile() throws Exception {
    r.instance("p/a", "1.1", "1.1.1", "x");
    r.instance("p/b", "1.1", "1.1.2", "x");
    r.instance("q/c", "1.2", "1.2.1", "x");
    r.file("q/readme.txt", "hello");
    r.file("q/cut.dcm", "broken");
    RunResult result = r.run();
    assertThat(r.service.sops()).containsExactlyInAnyOrder("1.1.1", "1.1.2", "1.2.1");
    assertThat(result.files()).isEqualTo(new RunResult.Files(5, 1, 0, 0, 1, 3));
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(3, 0, 0, 0, 0, 0, 0));
    assertThat(result.studies()).isEqualTo(new RunResult.Studies(2, 2, 0));
    assertThat(result.rejections()).containsExactly(Map.entry("truncated", 1L));
    assertThat(result.exit()).isEqualTo(ExitCode.REJECTED.code());
    assertThat(result.uploadedBytes()).isEqualTo(3L * "1.1/1.1.1/1.1.1/x".length());
  }

  @Test
  void aSecondRunOpensNoFileAndAsksNothing() throws Exception {
    r.instance("a", "1.1", "1.1.1", "x");
    r.file("notes", "hello");
    r.run();
    r.service.opened = false;
    r.opened.set(0);
    RunResult again = r.run();
    assertThat(r.opened).hasValue(0);
    assertThat(r.service.opened).isFalse();
    assertThat(again.instances()).isEqualTo(new RunResult.Instances(0, 1, 0, 0, 0, 0, 0));
    assertThat(again.files().notDicom()).isEqualTo(1);
    assertThat(again.exit()).isZero();
    assertSums(again);
  }

  @Test
  void studiesThatLieMixedAreSentOneAfterTheOther() throws Exception {
    for (int i = 0; i < 200; i++) {
      r.instance(String.format("f%03d", i), i % 2 == 0 ? "1.1" : "1.2", "9." + i, "x");
    }
    r.concurrency = 1;
    r.run();
    List<String> order = r.service.studies();
    assertThat(order).hasSize(200);
    assertThat(order.subList(0, 100)).containsOnly(order.get(0));
    assertThat(order.subList(100, 200)).containsOnly(order.get(100));
  }

  @Test
  void equalBytesAreSentOnce() throws Exception {
    r.instance("a/one", "1.1", "1.1.1", "x");
    r.instance("b/copy", "1.1", "1.1.1", "x");
    RunResult result = r.run();
    assertThat(r.service.sops()).containsExactly("1.1.1");
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(1, 0, 1, 0, 0, 0, 0));
    assertThat(result.exit()).isZero();
    RunResult again = r.run();
    assertThat(again.instances()).isEqualTo(new RunResult.Instances(0, 1, 1, 0, 0, 0, 0));
  }

  @Test
  void otherBytesUnderOneUidAreAConflictAndNoneIsSent() throws Exception {
    r.instance("a", "1.1", "1.1.1", "x");
    r.instance("b", "1.1", "1.1.1", "y");
    r.instance("c", "1.1", "1.1.2", "x");
    RunResult result = r.run();
    assertThat(r.service.sops()).containsExactly("1.1.2");
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(1, 0, 0, 2, 0, 0, 0));
    assertThat(result.exit()).isEqualTo(ExitCode.REJECTED.code());
    assertThat(result.incomplete()).hasSize(1);
    assertThat(r.run().instances()).isEqualTo(new RunResult.Instances(0, 1, 0, 2, 0, 0, 0));
    assertThat(r.service.stored).hasSize(1);
  }

  @Test
  void oneUidInTwoStudiesIsAConflict() throws Exception {
    r.instance("a/1", "1.1", "9.9", "x");
    r.instance("b/1", "1.2", "9.9", "x");
    assertThat(r.run().instances().conflict()).isEqualTo(2);
    assertThat(r.service.stored).isEmpty();
  }

  @Test
  void newestSendsTheLatestModified() throws Exception {
    r.age(r.instance("a", "1.1", "1.1.1", "old"), Duration.ofHours(2));
    r.age(r.instance("b", "1.1", "1.1.1", "new"), Duration.ofHours(1));
    r.rules = with(StudyRules.OnConflict.NEWEST);
    RunResult result = r.run();
    assertThat(r.service.stored).hasSize(1);
    assertThat(r.service.stored.get(0).text()).endsWith("new");
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(1, 0, 0, 1, 0, 0, 0));
  }

  @Test
  void allSendsEachTheLaterOnesAfterTheOverwriteWindow() throws Exception {
    r.instance("a", "1.1", "1.1.1", "first");
    r.instance("b", "1.1", "1.1.1", "second");
    r.instance("c", "1.1", "1.1.2", "other");
    r.rules = with(StudyRules.OnConflict.ALL);
    RunResult result = r.run();
    assertThat(r.service.sops()).containsExactlyInAnyOrder("1.1.1", "1.1.2", "1.1.1");
    Duration between = Duration.between(r.service.stored.get(1).at(), r.service.stored.get(2).at());
    assertThat(between).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
    assertThat(result.instances().uploaded()).isEqualTo(3);
    assertThat(result.exit()).isZero();
  }

  private static StudyRules with(StudyRules.OnConflict policy) {
    StudyRules d = StudyRules.DEFAULT;
    return new StudyRules(d.delivery(), d.gap(), d.overwriteWindow(), d.minAge(), policy);
  }

  private static StudyRules with(StudyRules.Delivery delivery) {
    StudyRules d = StudyRules.DEFAULT;
    return new StudyRules(delivery, d.gap(), d.overwriteWindow(), d.minAge(), d.onConflict());
  }

  private void deliverThenGrow() throws Exception {
    for (int i = 0; i < 10; i++) {
      r.instance("s/" + i, "1.1", "1.1." + i, "x");
    }
    r.run();
    r.service.stored.clear();
    for (int i = 10; i < 15; i++) {
      r.instance("s/" + i, "1.1", "1.1." + i, "x");
    }
  }

  @Test
  void aStudyThatGrewIsSentWholeAfterTheWindow() throws Exception {
    deliverThenGrow();
    Instant delivered = r.now();
    r.pass(Duration.ofMinutes(2));
    RunResult result = r.run();
    assertThat(r.service.stored).hasSize(15);
    assertThat(r.service.stored.get(0).at())
        .isAfterOrEqualTo(delivered.plus(Duration.ofMinutes(5)).minusSeconds(1));
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(15, 0, 0, 0, 0, 0, 0));
    assertThat(result.studies()).isEqualTo(new RunResult.Studies(1, 1, 0));
    assertThat(r.events(UploadEvent.StudyStarted.class))
        .last()
        .matches(started -> started.resend() && started.instances() == 15);
    assertThat(r.run().instances().alreadyUploaded()).isEqualTo(15);
    assertThat(r.service.stored).hasSize(15);
  }

  @Test
  void incrementalSendsOnlyWhatIsMissing() throws Exception {
    r.rules = with(StudyRules.Delivery.INCREMENTAL);
    deliverThenGrow();
    r.pass(Duration.ofMinutes(10));
    RunResult result = r.run();
    assertThat(r.service.stored).hasSize(5);
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(5, 10, 0, 0, 0, 0, 0));
  }

  @Test
  void withinTheGapAStudyIsSimplyContinued() throws Exception {
    deliverThenGrow();
    r.pass(Duration.ofSeconds(30));
    RunResult result = r.run();
    assertThat(r.service.stored).hasSize(5);
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(5, 10, 0, 0, 0, 0, 0));
  }

  @Test
  void otherStudiesGoFirstWhileOneWaits() throws Exception {
    deliverThenGrow();
    r.instance("t/1", "1.2", "1.2.1", "x");
    r.pass(Duration.ofMinutes(2));
    r.run();
    assertThat(r.service.studies().get(0)).isEqualTo("1.2");
    assertThat(r.events(UploadEvent.Waiting.class)).isNotEmpty();
  }

  @Test
  void aPauseInsideAStudyMakesItGoAgainWhole() throws Exception {
    for (int i = 0; i < 6; i++) {
      r.instance("s/" + i, "1.1", "1.1." + i, "x");
    }
    r.concurrency = 1;
    AtomicInteger tried = new AtomicInteger();
    r.service.fault =
        text -> {
          if (tried.incrementAndGet() != 3) {
            return null;
          }
          r.pass(Duration.ofMinutes(2));
          return new PutOutcome.Refused("http-503", false, "busy", 8);
        };
    RunResult result = r.run();
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(5, 0, 0, 0, 0, 1, 0));
    List<UploadEvent.StudyStarted> started = r.events(UploadEvent.StudyStarted.class);
    assertThat(started).hasSize(2);
    assertThat(started.get(1).resend()).isTrue();
    List<FakeIngestion.Stored> whole = r.service.stored.subList(3, 8);
    assertThat(Duration.between(r.service.stored.get(2).at(), whole.get(0).at()))
        .isGreaterThanOrEqualTo(Duration.ofMinutes(5));
    assertThat(whole).map(FakeIngestion.Stored::sop).doesNotHaveDuplicates();
  }

  @Test
  void aYoungStudyIsHeldForALaterRun() throws Exception {
    r.instance("s/1", "1.1", "1.1.1", "x");
    r.age(r.instance("s/2", "1.1", "1.1.2", "x"), Duration.ofMinutes(1));
    r.instance("t/1", "1.2", "1.2.1", "x");
    StudyRules d = StudyRules.DEFAULT;
    r.rules =
        new StudyRules(
            d.delivery(), d.gap(), d.overwriteWindow(), Duration.ofMinutes(10), d.onConflict());
    RunResult result = r.run();
    assertThat(r.service.sops()).containsExactly("1.2.1");
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(1, 0, 0, 0, 2, 0, 0));
    assertThat(result.exit()).isZero();
    r.pass(Duration.ofMinutes(10));
    assertThat(r.run().instances()).isEqualTo(new RunResult.Instances(2, 1, 0, 0, 0, 0, 0));
  }

  @Test
  void aFileThatWasOnlyTouchedIsNotSentAgain() throws Exception {
    Path file = r.instance("a", "1.1", "1.1.1", "x");
    r.run();
    r.age(file, Duration.ofMinutes(1));
    RunResult again = r.run();
    assertThat(again.instances()).isEqualTo(new RunResult.Instances(0, 1, 0, 0, 0, 0, 0));
    assertThat(r.service.stored).hasSize(1);
    assertThat(again.studies().complete()).isEqualTo(1);
  }

  @Test
  void aFileThatChangedSinceItWasDeliveredIsAConflict() throws Exception {
    r.instance("a", "1.1", "1.1.1", "x");
    r.run();
    r.instance("a", "1.1", "1.1.1", "changed");
    RunResult again = r.run();
    assertThat(again.instances()).isEqualTo(new RunResult.Instances(0, 0, 0, 1, 0, 0, 0));
    assertThat(r.service.stored).hasSize(1);
  }

  @Test
  void changedContentIsSentWhenTheNewestWins() throws Exception {
    r.instance("a", "1.1", "1.1.1", "x");
    r.run();
    r.pass(Duration.ofHours(1));
    r.instance("a", "1.1", "1.1.1", "changed");
    r.rules = with(StudyRules.OnConflict.NEWEST);
    assertThat(r.run().instances().uploaded()).isEqualTo(1);
    assertThat(r.service.stored).hasSize(2);
  }

  @Test
  void whatTheServiceRefusesForGoodIsNotTriedAgain() throws Exception {
    r.instance("s/1", "1.1", "1.1.1", "x");
    r.instance("s/2", "1.1", "1.1.2", "x");
    r.service.fault =
        text -> text.contains("1.1.2/") ? new PutOutcome.Refused("http-400", true, "no", 1) : null;
    RunResult first = r.run();
    assertThat(first.instances()).isEqualTo(new RunResult.Instances(1, 0, 0, 0, 0, 1, 0));
    assertThat(first.exit()).isEqualTo(ExitCode.INCOMPLETE.code());
    assertThat(first.incomplete()).hasSize(1);
    r.service.requests.set(0);
    RunResult second = r.run();
    assertThat(r.service.requests).hasValue(0);
    assertThat(second.instances()).isEqualTo(new RunResult.Instances(0, 1, 0, 0, 0, 1, 0));
    r.service.fault = text -> null;
    r.retryFailed = true;
    assertThat(r.run().instances().failed()).isZero();
    assertThat(r.service.sops()).contains("1.1.2");
  }

  @Test
  void whatFailedIsTriedAgainByTheNextRun() throws Exception {
    r.instance("s/1", "1.1", "1.1.1", "x");
    r.service.fault = text -> new PutOutcome.Refused("http-503", false, "busy", 8);
    assertThat(r.run().instances().failed()).isEqualTo(1);
    r.service.fault = text -> null;
    assertThat(r.run().instances().uploaded()).isEqualTo(1);
  }

  @Test
  void refusedCredentialsEndTheRunAndMarkNothingFailed() throws Exception {
    r.instance("s/1", "1.1", "1.1.1", "x");
    r.service.fault =
        text -> {
          throw new AccessRefusedException("refused (401)", "check the secret");
        };
    RunResult result = r.run();
    assertThat(result.exit()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(result.problem()).isNotNull();
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(0, 0, 0, 0, 0, 0, 1));
    assertSums(result);
    r.service.fault = text -> null;
    assertThat(r.run().instances().uploaded()).isEqualTo(1);
  }

  @Test
  void aServiceThatIsNotThereEndsTheRunWithItsOwnCode() throws Exception {
    r.instance("s/1", "1.1", "1.1.1", "x");
    r.service.fault =
        text -> {
          throw new ServiceUnreachableException("connection refused", "check the URL");
        };
    assertThat(r.run().exit()).isEqualTo(ExitCode.UNREACHABLE.code());
  }

  @Test
  void aSignalLetsWhatIsInFlightFinishAndLeavesTheRestPending() throws Exception {
    for (int i = 0; i < 50; i++) {
      r.instance("s/" + i, "1.1", "1.1." + i, "x");
    }
    r.concurrency = 2;
    CountDownLatch stopped = new CountDownLatch(1);
    UploadRun run = r.prepare();
    r.service.fault =
        text -> {
          run.stop(ExitCode.TERMINATED);
          stopped.countDown();
          return null;
        };
    RunResult result = run.run();
    assertThat(result.exit()).isEqualTo(ExitCode.TERMINATED.code());
    assertThat(result.instances().uploaded()).isBetween(1L, 2L);
    assertThat(result.instances().pending()).isEqualTo(50 - result.instances().uploaded());
    assertSums(result);
    r.service.fault = text -> null;
    RunResult next = r.run();
    assertThat(next.instances().uploaded() + next.instances().alreadyUploaded()).isEqualTo(50);
    assertThat(Set.copyOf(r.service.sops())).hasSize(50);
  }

  @Test
  void filesLeftOutByNameOrContentAreExcluded() throws Exception {
    r.instance("s/1.dcm", "1.1", "1.1.1", "x");
    r.instance("s/2.tmp", "1.1", "1.1.2", "x");
    r.selection = new Selection(List.of(), List.of("*.tmp"), false);
    RunResult byName = r.run();
    assertThat(byName.files().excluded()).isEqualTo(1);
    assertSums(byName);
    assertThat(r.run().files().excluded()).isEqualTo(1);
    r.selection = Selection.ALL;
    r.filter = new ContentFilter(Set.of("MR"), null, null);
    RunResult byContent = r.run();
    assertThat(byContent.files().excluded()).isEqualTo(1);
    assertThat(byContent.instances().alreadyUploaded()).isEqualTo(1);
    assertSums(byContent);
    r.filter = ContentFilter.ALL;
    assertThat(r.run().instances().uploaded()).isEqualTo(1);
  }

  @Test
  void aFileThatChangesWhileItIsSentDoesNotCountAsDelivered() throws Exception {
    Path file = r.instance("s/1", "1.1", "1.1.1", "x");
    r.service.fault =
        text -> {
          rewrite(file);
          return null;
        };
    RunResult result = r.run();
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(0, 0, 0, 0, 0, 1, 0));
    assertThat(result.exit()).isEqualTo(ExitCode.INCOMPLETE.code());
    r.service.fault = text -> null;
    assertThat(r.run().instances().uploaded()).isEqualTo(1);
  }

  private void rewrite(Path file) {
    try {
      Files.writeString(file, "1.1/1.1.1/1.1.1/longer");
      r.age(file, Duration.ofMinutes(30));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aFileThatVanishedBeforeItWasSentIsForgotten() throws Exception {
    Path file = r.instance("s/1", "1.1", "1.1.1", "x");
    r.service.fault = text -> new PutOutcome.Refused("http-503", false, "busy", 8);
    r.run();
    Files.delete(file);
    RunResult result = r.run();
    assertThat(result.files().found()).isZero();
    assertThat(result.exit()).isZero();
  }

  @Test
  void theCopyGoesWhenTheFirstFileVanishes() throws Exception {
    Path first = r.instance("a/1", "1.1", "1.1.1", "x");
    r.instance("b/1", "1.1", "1.1.1", "x");
    r.service.fault = text -> new PutOutcome.Refused("http-503", false, "busy", 8);
    assertThat(r.run().instances()).isEqualTo(new RunResult.Instances(0, 0, 1, 0, 0, 1, 0));
    Files.delete(first);
    r.service.fault = text -> null;
    r.pass(Duration.ofMinutes(10));
    RunResult result = r.run();
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(1, 0, 0, 0, 0, 0, 0));
    assertSums(result);
  }

  @Test
  void rootsThatOverlapAreWalkedOnce() throws Exception {
    r.instance("s/1", "1.1", "1.1.1", "x");
    RunResult result = r.run(r.root, r.root.resolve("s"), r.root.resolve("s/1"));
    assertThat(result.files().found()).isEqualTo(1);
  }

  @Test
  void aMissingRootIsAUsageError() {
    assertThatThrownBy(() -> r.run(r.root.resolve("missing")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void theJournalTellsEveryFilesFateAndIsPrivate() throws Exception {
    r.instance("s/1", "1.1", "1.1.1", "x");
    r.file("s/cut", "broken");
    r.file("s/note", "hello");
    r.run();
    TreeMap<String, FileState> states = new TreeMap<>();
    try (JournalReader reader = JournalReader.open(r.journal)) {
      reader.rows("last", row -> states.put(row.path().getFileName().toString(), row.state()));
      assertThat(reader.summary().files()).containsEntry(FileState.UPLOADED, 1L);
      assertThat(reader.summary().studies()).isEqualTo(new RunResult.Studies(1, 1, 0));
    }
    assertThat(states)
        .containsEntry("1", FileState.UPLOADED)
        .containsEntry("cut", FileState.REJECTED)
        .containsEntry("note", FileState.NOT_DICOM);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(r.journal)))
        .isEqualTo("rw-------");
  }

  @Test
  void moreThanTheAllowedErrorsStopTheRun() throws Exception {
    for (int i = 0; i < 50; i++) {
      r.instance("s/" + i, "1.1", "1.1." + i, "x");
    }
    r.concurrency = 1;
    r.limits =
        new RunLimits(
            null, null, new RunLimits.MaxErrors(3, false), Duration.ofSeconds(5), Duration.ZERO);
    r.service.fault = text -> new PutOutcome.Refused("http-400", true, "no", 1);
    RunResult result = r.run();
    assertThat(result.exit()).isEqualTo(ExitCode.INCOMPLETE.code());
    assertThat(result.instances().pending()).isPositive();
  }

  @Test
  void outsideItsWindowARunLeavesEverythingPendingOnPurpose() throws Exception {
    r.instance("s/1", "1.1", "1.1.1", "x");
    r.limits =
        new RunLimits(
            null,
            new RunLimits.Window(LocalTime.of(1, 0), LocalTime.of(2, 0)),
            null,
            Duration.ofSeconds(5),
            Duration.ZERO);
    RunResult result = r.run();
    assertThat(result.instances().pending()).isEqualTo(1);
    assertThat(result.exit()).isZero();
  }

  @Test
  void aLimitLetsTheCurrentStudyGoThrough() throws Exception {
    for (int i = 0; i < 20; i++) {
      r.instance("a/" + i, "1.1", "1.1." + i, "x");
      r.instance("b/" + i, "1.2", "1.2." + i, "x");
    }
    r.concurrency = 1;
    r.limits =
        new RunLimits(Duration.ofMinutes(1), null, null, Duration.ofSeconds(5), Duration.ZERO);
    r.service.fault =
        text -> {
          r.pass(Duration.ofSeconds(10));
          return null;
        };
    RunResult result = r.run();
    assertThat(result.exit()).isZero();
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(20, 0, 0, 0, 0, 0, 20));
    assertThat(result.studies()).isEqualTo(new RunResult.Studies(2, 1, 1));
  }

  @Test
  void forceSendsAgain() throws Exception {
    r.instance("s/1", "1.1", "1.1.1", "x");
    r.run();
    r.force = true;
    assertThat(r.run().instances().uploaded()).isEqualTo(1);
    assertThat(r.service.stored).hasSize(2);
  }
}
