package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.remote.PutOutcome;
import io.github.dcmbulk.upload.settings.StudyRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pause inside a study that is longer than {@code --study-gap}. */
@Timeout(300)
class StudyPauseRunTest {
  @TempDir Path dir;
  Rehearsal r;

  @BeforeEach
  void setUp() throws Exception {
    r = new Rehearsal(dir);
  }

  @Test
  void aPauseInsideAStudyMakesItGoAgainWhole() throws Exception {
    studyOfSix();
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
  void anOutageThatWasSatOutInsideAStudyIsAPauseAsWell() throws Exception {
    studyOfSix();
    AtomicInteger tried = new AtomicInteger();
    r.service.outage = () -> pauseAtThird(tried);
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
    r.rules = Rehearsal.rules(StudyRules.DeliveryMode.INCREMENTAL);
    studyOfSix();
    AtomicInteger tried = new AtomicInteger();
    r.service.outage = () -> pauseAtThird(tried);

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
    studyOfSix();
    AtomicInteger sent = new AtomicInteger();
    r.service.fault =
        text -> {
          // Only the wall clock sees it, and the answer is already there.
          pauseAtThird(sent);
          return null;
        };
    RunResult result = r.run();
    assertThat(result.studies().complete()).isEqualTo(1);
    assertThat(r.service.stored).hasSize(9);
    assertThat(r.service.sops().subList(3, 9)).doesNotHaveDuplicates();
  }

  @Test
  void anAnswerThatComesLateBridgesNoPause() throws Exception {
    r.rules = Rehearsal.rules(StudyRules.DeliveryMode.INCREMENTAL);
    studyOfSix();
    AtomicInteger sent = new AtomicInteger();
    r.service.fault =
        text -> {
          pauseAtThird(sent);
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
    studyOfSix();
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

  /** One study, whose instances are sent one after the other. */
  private void studyOfSix() throws Exception {
    for (int i = 0; i < 6; i++) {
      r.instance("s/" + i, "1.1", "1.1." + i, "x");
    }
    r.concurrency = 1;
  }

  /** At the third call two minutes pass. */
  private void pauseAtThird(AtomicInteger calls) {
    r.pass(Duration.ofMinutes(calls.incrementAndGet() == 3 ? 2 : 0));
  }
}
