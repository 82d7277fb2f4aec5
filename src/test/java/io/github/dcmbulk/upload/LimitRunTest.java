package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.calendar.WeekCalendar;
import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.remote.PutOutcome;
import io.github.dcmbulk.upload.control.RunControl;
import io.github.dcmbulk.upload.settings.RunLimits;
import io.github.dcmbulk.upload.settings.UploadSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Limits that the user sets: errors, time of day, duration. */
@Timeout(300)
class LimitRunTest {
  @TempDir Path dir;
  Rehearsal r;

  @BeforeEach
  void setUp() throws Exception {
    r = new Rehearsal(dir);
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
    assertThat(result.instances().failed()).isEqualTo(4);
    assertThat(result.instances().pending()).isEqualTo(46);
    Sums.assertMatch(result);
  }

  @Test
  void outsideItsWindowARunLeavesEverythingPendingOnPurpose() throws Exception {
    r.instance("s/1", "1.1", "1.1.1", "x");
    r.limits =
        new RunLimits(
            null, WeekCalendar.parse("01:00-02:00"), null, Duration.ofSeconds(5), Duration.ZERO);
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
  void aWindowMayGoOverMidnight() throws Exception {
    r.instance("s/1", "1.1", "1.1.1", "x");
    r.limits = within("18:00-06:00");
    r.source = new UploadSettings.Source(false, true);
    assertThat(r.run().instances().uploaded()).isEqualTo(1);
    r.instance("t/1", "1.2", "1.2.1", "x");
    r.pass(Duration.ofHours(9));
    assertThat(r.run().instances().uploaded()).isEqualTo(1);
    r.instance("u/1", "1.3", "1.3.1", "x");
    r.pass(Duration.ofHours(2));
    RunResult closed = r.run();
    assertThat(closed.instances()).isEqualTo(new RunResult.Instances(0, 2, 0, 0, 0, 0, 1));
    assertThat(closed.exit()).isZero();
    Sums.assertMatch(closed);
  }

  private static RunLimits within(String window) {
    return new RunLimits(
        null, WeekCalendar.parse(window), null, Duration.ofSeconds(5), Duration.ZERO);
  }

  @Test
  void whatTheRunUploadedThatWasWaitedForIsNotCountedAgain() throws Exception {
    r.instance("s/1", "1.1", "1.1.1", "x");
    Journal held =
        Journal.open(r.store, "other", r.now(), "", new ResumePolicy(false, false, false));
    RunControl.Waiter waiter = r.waiter;
    r.limits = new RunLimits(null, null, null, Duration.ofSeconds(5), Duration.ofMinutes(10));
    AtomicBoolean released = new AtomicBoolean();
    r.waiter =
        (wakeUp, longest, idle) -> {
          if (released.compareAndSet(false, true)) {
            deliverMeanwhile(held);
          } else {
            waiter.await(wakeUp, longest, idle);
          }
        };
    UploadRun waiting = r.prepare();
    r.waiter = waiter;

    RunResult result = waiting.run();

    assertThat(result.instances()).isEqualTo(new RunResult.Instances(0, 1, 0, 0, 0, 0, 0));
  }

  private void deliverMeanwhile(Journal held) throws InterruptedException {
    try {
      held.close();
      r.pass(Duration.ofMinutes(1));
      assertThat(r.run().instances().uploaded()).isEqualTo(1);
      r.pass(Duration.ofMinutes(1));
    } catch (DcmbulkException e) {
      throw new AssertionError(e);
    }
  }
}
