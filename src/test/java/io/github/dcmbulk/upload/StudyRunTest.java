package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.remote.PutOutcome;
import io.github.dcmbulk.upload.settings.StudyRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How studies travel: order, growth, pauses, holding. */
@Timeout(300)
class StudyRunTest {
  @TempDir Path dir;
  Rehearsal r;

  @BeforeEach
  void setUp() throws Exception {
    r = new Rehearsal(dir);
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
    assertThat(r.events(UploadEvent.Notice.class))
        .extracting(UploadEvent.Notice::text)
        .containsExactly("study 1.1 goes again whole: it has grown since it was delivered");
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
    // What had failed goes along.
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(6, 0, 0, 0, 0, 0, 0));
    List<UploadEvent.StudyStarted> started = r.events(UploadEvent.StudyStarted.class);
    assertThat(started).hasSize(2);
    assertThat(started.get(1).resend()).isTrue();
    List<FakeIngestion.Stored> whole = r.service.stored.subList(2, 8);
    assertThat(Duration.between(r.service.stored.get(1).at(), whole.get(0).at()))
        .isGreaterThanOrEqualTo(Duration.ofMinutes(5));
    assertThat(whole).map(FakeIngestion.Stored::sop).doesNotHaveDuplicates();
  }

  @Test
  void aStudyOfWhichMoreIsFoundAfterItWasBegunIsReportedAsSplit() throws Exception {
    r.instance("a/1", "1.1", "1.1.1", "x");
    r.instance("b/1", "1.2", "1.2.1", "x");
    r.instance("z/1", "1.1", "1.1.2", "x");
    CountDownLatch never = new CountDownLatch(1);
    r.beforeCheck =
        path -> {
          if (path.endsWith("z/1")) {
            // The head start that the walk has is over, whenever it began.
            while (r.events(UploadEvent.StudyFinished.class).stream()
                .noneMatch(finished -> finished.studyInstanceUid().equals("1.1"))) {
              r.pass(Duration.ofSeconds(2));
              awaitQuietly(never, 20);
            }
          }
        };
    RunResult result = r.run();
    assertThat(result.instances().uploaded()).isEqualTo(3);
    assertThat(result.studies()).isEqualTo(new RunResult.Studies(2, 2, 0));
    assertThat(r.events(UploadEvent.Notice.class))
        .extracting(UploadEvent.Notice::text)
        .anyMatch(text -> text.startsWith("study 1.1 is split over directories far apart"));
  }

  private static void awaitQuietly(CountDownLatch latch, long millis) {
    try {
      latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anOutageThatWasSatOutInsideAStudyIsAPauseAsWell() throws Exception {
    for (int i = 0; i < 6; i++) {
      r.instance("s/" + i, "1.1", "1.1." + i, "x");
    }
    r.concurrency = 1;
    AtomicInteger tried = new AtomicInteger();
    r.service.outage = () -> r.pass(Duration.ofMinutes(tried.incrementAndGet() == 3 ? 2 : 0));
    RunResult result = r.run();
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(6, 0, 0, 0, 0, 0, 0));
    assertThat(result.studies().complete()).isEqualTo(1);
    int sent = r.service.stored.size();
    assertThat(r.service.stored.subList(sent - 6, sent))
        .map(FakeIngestion.Stored::sop)
        .doesNotHaveDuplicates();
    assertThat(
            Duration.between(
                r.service.stored.get(sent - 7).at(), r.service.stored.get(sent - 6).at()))
        .isGreaterThanOrEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void afterAnOutageInsideAStudyTheRestWaitsForTheWindowWhenNothingGoesAgain() throws Exception {
    r.rules = with(StudyRules.Delivery.INCREMENTAL);
    for (int i = 0; i < 6; i++) {
      r.instance("s/" + i, "1.1", "1.1." + i, "x");
    }
    r.concurrency = 1;
    AtomicInteger tried = new AtomicInteger();
    r.service.outage = () -> r.pass(Duration.ofMinutes(tried.incrementAndGet() == 3 ? 2 : 0));

    RunResult result = r.run();

    assertThat(result.instances()).isEqualTo(new RunResult.Instances(6, 0, 0, 0, 0, 0, 0));
    assertThat(r.service.sops()).hasSize(6).doesNotHaveDuplicates();
    assertThat(Duration.between(r.service.stored.get(1).at(), r.service.stored.get(2).at()))
        .isGreaterThanOrEqualTo(Duration.ofMinutes(5));
    assertThat(result.studies().complete()).isEqualTo(1);
    assertThat(result.split()).isEqualTo(RunResult.Noted.NONE);
    assertThat(r.run().requests().put()).isZero();
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

  private StudyRules minAge(Duration age) {
    StudyRules d = StudyRules.DEFAULT;
    return new StudyRules(d.delivery(), d.gap(), d.overwriteWindow(), age, d.onConflict());
  }

  @Test
  void aDateInTheFutureHoldsNothing() throws Exception {
    r.age(r.instance("s/1", "1.1", "1.1.1", "x"), Duration.ofDays(-40000));
    r.age(r.instance("t/1", "1.2", "1.2.1", "x"), Duration.ofMinutes(-7));
    assertThat(r.run().instances()).isEqualTo(new RunResult.Instances(2, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void aDateInTheFutureIsYoungFromTheFirstLookOn() throws Exception {
    r.rules = minAge(Duration.ofMinutes(10));
    r.age(r.instance("s/1", "1.1", "1.1.1", "x"), Duration.ofDays(-40000));
    r.instance("s/2", "1.1", "1.1.2", "x");
    RunResult first = r.run();
    assertThat(first.instances()).isEqualTo(new RunResult.Instances(0, 0, 0, 0, 2, 0, 0));
    assertThat(first.exit()).isZero();
    assertThat(first.incomplete().get(0).why())
        .isEqualTo(
            ("2 held until 2026-11-23T20:10:00Z, as %s is younger than --min-age (its date is in"
                    + " the future: counted from when it was first seen)")
                .formatted(r.root.toRealPath().resolve("s/1")));
    r.pass(Duration.ofMinutes(9));
    assertThat(r.run().instances().held()).isEqualTo(2);
    r.pass(Duration.ofMinutes(1));
    assertThat(r.run().instances()).isEqualTo(new RunResult.Instances(2, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void aDateThatWasPutRightHoldsNothingAnyMore() throws Exception {
    r.rules = minAge(Duration.ofMinutes(10));
    Path file = r.instance("s/1", "1.1", "1.1.1", "x");
    r.age(file, Duration.ofDays(-40000));
    assertThat(r.run().instances().held()).isEqualTo(1);
    r.age(file, Duration.ofHours(1));
    assertThat(r.run().instances().uploaded()).isEqualTo(1);
  }

  @Test
  void aFileThatChangedAfterTheDateItBearsIsYoung() throws Exception {
    r.rules = minAge(Duration.ofMinutes(10));
    Path file = r.instance("s/1", "1.1", "1.1.1", "a copy under way");
    FileTime changed = FileTime.from(r.now().minusSeconds(60));
    r.changes.put(Files.size(file), changed);
    assertThat(r.run().instances().held()).isEqualTo(1);
    r.pass(Duration.ofMinutes(5));
    // Its content changed; size and date did not.
    r.changes.put(Files.size(file), FileTime.from(r.now().minusSeconds(60)));
    r.pass(Duration.ofMinutes(6));
    assertThat(r.run().instances().held()).isEqualTo(1);
    r.pass(Duration.ofMinutes(6));
    assertThat(r.run().instances().uploaded()).isEqualTo(1);
  }

  @Test
  void aLastUploadInTheFutureIsUnknown() throws Exception {
    deliverThenGrow();
    Instant delivered = r.now();
    r.pass(Duration.ofDays(-3000));
    RunResult result = r.run();
    assertThat(r.service.stored).hasSize(15);
    Instant again = r.service.stored.get(0).at();
    assertThat(again)
        .isBetween(
            delivered.minus(Duration.ofDays(3000)).plusSeconds(300),
            delivered.minus(Duration.ofDays(3000)).plusSeconds(400));
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(15, 0, 0, 0, 0, 0, 0));
    assertThat(result.studies().complete()).isEqualTo(1);
  }

  /** The study was delivered while the service's clock was ahead by that, and has grown since. */
  private void deliveredWith(int minutesAhead) throws Exception {
    r.service.clockAhead = Duration.ofMinutes(minutesAhead);
    deliverThenGrow();
  }

  /** So much time goes by, and then the service's clock is ahead by that. */
  private Instant runAfter(Duration time, int minutesBefore, int minutesAhead) throws Exception {
    r.pass(time.plusMinutes(minutesBefore - minutesAhead));
    r.service.clockAhead = Duration.ofMinutes(minutesAhead);
    Instant begun = r.now();
    RunResult result = r.run();
    assertThat(r.service.stored).hasSize(15);
    assertThat(result.studies().complete()).isEqualTo(1);
    return begun;
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "10, 0", "-10, 0", "0, 10", "0, -10", "-10, 10", "0, 1", "-1, 0", "-1, 1"})
  void aClockThatWasWrongInOneOfTwoRunsNeverSendsInsideTheWindow(int before, int now)
      throws Exception {
    deliveredWith(before);
    Instant begun = runAfter(Duration.ofSeconds(100), before, now);
    assertThat(r.service.stored.get(0).at())
        .isBetween(begun.plusSeconds(199), begun.plusSeconds(330));
  }

  @Test
  void afterTheWindowTheServicesClockNeedsNoOtherWait() throws Exception {
    deliveredWith(-10);
    Instant begun = runAfter(Duration.ofMinutes(6), -10, 0);
    assertThat(r.service.stored.get(0).at()).isBefore(begun.plusSeconds(5));
    assertThat(r.events(UploadEvent.Notice.class))
        .extracting(UploadEvent.Notice::text)
        .noneMatch(text -> text.contains("in the future"));
  }

  @Test
  void aClockThatIsSetBackChangesNoCount() throws Exception {
    r.instance("s/1", "1.1", "1.1.1", "x");
    assertThat(r.run().instances().uploaded()).isEqualTo(1);
    r.pass(Duration.ofDays(-1));
    RunResult again = r.run();
    assertThat(again.instances()).isEqualTo(new RunResult.Instances(0, 1, 0, 0, 0, 0, 0));
    assertThat(again.requests().put()).isZero();
  }

  @Test
  void aClockThatIsSetBackDuringARunMakesNobodyWait() throws Exception {
    AtomicLong steady = new AtomicLong();
    r.nanos = () -> steady.addAndGet(1_000_000);
    for (int i = 0; i < 6; i++) {
      r.instance("s/" + i, "1.1", "1.1." + i, "x");
    }
    r.service.fault =
        text -> {
          r.pass(Duration.ofDays(-1));
          return null;
        };
    RunResult result = r.run();
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(6, 0, 0, 0, 0, 0, 0));
    assertThat(result.studies().complete()).isEqualTo(1);
    assertThat(Duration.between(result.started(), result.finished())).isPositive();
  }

  @Test
  void aMachineThatWasSuspendedIsAPause() throws Exception {
    AtomicLong steady = new AtomicLong();
    r.nanos = () -> steady.addAndGet(1_000_000);
    r.waiter =
        (wakeUp, longest, idle) -> {
          if (!wakeUp.tryAcquire(idle ? 0 : 20, TimeUnit.MILLISECONDS) && idle) {
            steady.addAndGet(longest.toNanos());
          }
          wakeUp.drainPermits();
        };
    for (int i = 0; i < 6; i++) {
      r.instance("s/" + i, "1.1", "1.1." + i, "x");
    }
    r.concurrency = 1;
    AtomicInteger sent = new AtomicInteger();
    r.service.fault =
        text -> {
          // Only the wall clock sees it, and the answer is already there.
          r.pass(Duration.ofMinutes(sent.incrementAndGet() == 3 ? 2 : 0));
          return null;
        };
    RunResult result = r.run();
    assertThat(result.studies().complete()).isEqualTo(1);
    assertThat(r.service.stored).hasSize(9);
    assertThat(r.service.sops().subList(3, 9)).doesNotHaveDuplicates();
  }

  @Test
  void anAnswerThatComesLateBridgesNoPause() throws Exception {
    r.rules = with(StudyRules.Delivery.INCREMENTAL);
    for (int i = 0; i < 6; i++) {
      r.instance("s/" + i, "1.1", "1.1." + i, "x");
    }
    r.concurrency = 1;
    AtomicInteger sent = new AtomicInteger();
    r.service.fault =
        text -> {
          r.pass(Duration.ofMinutes(sent.incrementAndGet() == 3 ? 2 : 0));
          return null;
        };
    RunResult result = r.run();
    // What was stored before may be gone: nothing but all of it makes good for that.
    int all = r.service.stored.size();
    assertThat(r.service.sops().subList(all - 6, all)).doesNotHaveDuplicates();
    assertThat(result.studies().complete()).isEqualTo(1);
  }

  @Test
  void aStudyThatNeverComesWithoutAPauseIsLeftAfterTwoTries() throws Exception {
    for (int i = 0; i < 6; i++) {
      r.instance("s/" + i, "1.1", "1.1." + i, "x");
    }
    r.concurrency = 1;
    r.service.outage = () -> r.pass(Duration.ofSeconds(70));
    RunResult result = r.run();
    assertThat(r.events(UploadEvent.StudyStarted.class)).hasSize(2);
    assertThat(result.studies()).isEqualTo(new RunResult.Studies(1, 0, 1));
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.incomplete().get(0).why()).contains("pause longer than --study-gap");
    assertThat(r.events(UploadEvent.Notice.class))
        .extracting(UploadEvent.Notice::text)
        .anyMatch(text -> text.startsWith("study 1.1 was sent 2 times"));
  }

  @Test
  void theLargestInstancesGoFirst() throws Exception {
    r.instance("s/1", "1.1", "1.1.1", "x");
    r.instance("s/2", "1.1", "1.1.2", "x".repeat(5000));
    r.instance("s/3", "1.1", "1.1.3", "x".repeat(500));
    r.concurrency = 1;
    r.run();
    assertThat(r.service.sops()).containsExactly("1.1.2", "1.1.3", "1.1.1");
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
