package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.model.StoppedException;
import io.github.dcmbulk.upload.control.RunControl;
import io.github.dcmbulk.upload.control.Supervisor;
import io.github.dcmbulk.upload.settings.RunLimits;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run is stopped while a thread of it is blocked where nothing wakes it. */
@Timeout(300)
class StopRunTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path dir;
  private final CountDownLatch blocked = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);
  private Rehearsal r;

  @BeforeEach
  void setUp() throws Exception {
    r = new Rehearsal(dir);
    r.waiter = RunControl::awaitReally;
    r.limits = new RunLimits(null, null, null, Duration.ofMillis(100), Duration.ZERO);
  }

  @AfterEach
  void release() {
    never.countDown();
  }

  /** Blocks as a system call does: interruption is not heard. */
  private void block() {
    blocked.countDown();
    boolean open = false;
    while (!open) {
      try {
        never.await();
        open = true;
      } catch (InterruptedException e) {
        open = false;
      }
    }
  }

  private RunResult stoppedOnceBlocked(UploadRun run) throws Exception {
    CompletableFuture<RunResult> result = started(run);
    assertThat(blocked.await(300, TimeUnit.SECONDS)).isTrue();
    run.stop(ExitCode.TERMINATED);
    return result.get(300, TimeUnit.SECONDS);
  }

  private static CompletableFuture<RunResult> started(UploadRun run) {
    CompletableFuture<RunResult> result = new CompletableFuture<>();
    Supervisor.start(
        "run",
        () -> {
          try {
            result.complete(run.run());
          } catch (Exception e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  @Test
  void uploadsThatStandStillAreLeftAtTheEndOfTheGrace() throws Exception {
    for (int i = 0; i < 20; i++) {
      r.instance("a/" + i, "1.1", "1.1." + i, "x");
    }
    r.concurrency = 2;
    r.service.fault =
        text -> {
          block();
          return null;
        };
    RunResult result = stoppedOnceBlocked(r.prepare());
    assertThat(result.exit()).isEqualTo(ExitCode.TERMINATED.code());
    assertThat(result.instances().pending()).isEqualTo(20);
    assertThat(result.instances().failed()).isZero();
    Sums.assertMatch(result);
  }

  @Test
  void anOutcomeThatComesWhenTheRunIsAbandonedIsNotTheInstances() throws Exception {
    r.instance("a/1", "1.1", "1.1.1", "x");
    CountDownLatch closed = new CountDownLatch(1);
    r.service.onClose = closed::countDown;
    r.service.fault =
        text -> {
          blocked.countDown();
          try {
            closed.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new io.github.dcmbulk.remote.PutOutcome.Refused("reset", true, "closed", 1);
        };
    RunResult result = stoppedOnceBlocked(r.prepare());
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(0, 0, 0, 0, 0, 0, 1));
    assertThat(closed.getCount()).isZero();
  }

  @Test
  void aListThatIsLeftOpenDoesNotKeepTheRun() throws Exception {
    r.instance("a/1", "1.1", "1.1.1", "x");
    r.filesFrom = this::endless;
    RunResult result = stoppedOnceBlocked(r.prepare());
    assertThat(result.exit()).isEqualTo(ExitCode.TERMINATED.code());
  }

  @Test
  void aListThatIsLeftOpenDoesNotOutlastTheMaximalDuration() throws Exception {
    r.instance("a/1", "1.1", "1.1.1", "x");
    r.filesFrom = this::endless;
    r.limits = new RunLimits(HOUR, null, null, Duration.ofMillis(100), Duration.ZERO);
    CompletableFuture<RunResult> result = started(r.prepare());
    assertThat(blocked.await(300, TimeUnit.SECONDS)).isTrue();
    r.pass(HOUR);
    assertThat(result.get(300, TimeUnit.SECONDS).exit()).isZero();
  }

  private InputStream endless() {
    return new InputStream() {
      @Override
      public int read() {
        block();
        return -1;
      }

      @Override
      public int read(byte[] into, int offset, int length) {
        return read();
      }
    };
  }

  @Test
  void aFileWhoseCheckNeverEndsDoesNotKeepTheRun() throws Exception {
    r.instance("a/1", "1.1", "1.1.1", "x");
    r.beforeCheck = path -> block();
    RunResult result = stoppedOnceBlocked(r.prepare());
    assertThat(result.exit()).isEqualTo(ExitCode.TERMINATED.code());
    assertThat(result.files().unreadable()).isZero();
    Sums.assertMatch(result);
  }

  @Test
  void aCheckThatIsBrokenOffIsNoVerdict() throws Exception {
    r.instance("a/1", "1.1", "1.1.1", "x");
    r.beforeCheck =
        path -> {
          blocked.countDown();
          try {
            never.await();
          } catch (InterruptedException e) {
            // A channel that is closed by the interruption leaves the flag as well.
            Thread.currentThread().interrupt();
          }
        };
    r.limits = new RunLimits(null, null, null, HOUR, Duration.ZERO);
    RunResult result = stoppedOnceBlocked(r.prepare());
    assertThat(result.files().found()).isZero();
  }

  @Test
  void aWaitForTheOverwriteWindowEndsAtOnce() throws Exception {
    r.instance("a/1", "1.1", "1.1.1", "x");
    r.run();
    r.instance("a/2", "1.1", "1.1.2", "x");
    r.pass(Duration.ofMinutes(2));
    r.limits = new RunLimits(null, null, null, HOUR, Duration.ZERO);
    r.waiter =
        (wakeUp, longest, idle) -> {
          if (longest.compareTo(Duration.ofSeconds(10)) > 0) {
            blocked.countDown();
          }
          RunControl.awaitReally(wakeUp, longest, idle);
        };
    RunResult result = stoppedOnceBlocked(r.prepare());
    assertThat(result.exit()).isEqualTo(ExitCode.TERMINATED.code());
    assertThat(result.instances().held()).isEqualTo(1);
  }

  @Test
  void aStopWhileTheJournalIsWaitedForHasTheSignalsExitCode() throws Exception {
    r.instance("a/1", "1.1", "1.1.1", "x");
    Journal held =
        Journal.open(r.journal, "other", r.now(), "", new ResumePolicy(false, false, false));
    r.limits = new RunLimits(null, null, null, HOUR, HOUR);
    r.waiter =
        (wakeUp, longest, idle) -> {
          blocked.countDown();
          RunControl.awaitReally(wakeUp, longest, idle);
        };
    assertThatThrownBy(() -> stoppedOnceBlocked(r.prepare()))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            StoppedException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.TERMINATED))
        .hasMessageContaining("another run holds");
    held.close();
  }

  @Test
  void aRunThatIsAbandonedDoesNotWaitForTheGrace() throws Exception {
    r.instance("a/1", "1.1", "1.1.1", "x");
    r.limits = new RunLimits(null, null, null, HOUR, Duration.ZERO);
    r.service.fault =
        text -> {
          block();
          return null;
        };
    UploadRun run = r.prepare();
    CompletableFuture<RunResult> result = started(run);
    assertThat(blocked.await(300, TimeUnit.SECONDS)).isTrue();
    run.stop(ExitCode.INTERRUPTED);
    run.abandon();
    assertThat(result.get(300, TimeUnit.SECONDS).exit()).isEqualTo(ExitCode.INTERRUPTED.code());
  }

  @Test
  void aServiceThatIsOpenedForEverDoesNotKeepTheRun() throws Exception {
    r.instance("a/1", "1.1", "1.1.1", "x");
    r.service.onOpen = this::block;
    RunResult result = stoppedOnceBlocked(r.prepare());
    assertThat(result.exit()).isEqualTo(ExitCode.TERMINATED.code());
    assertThat(result.instances().pending()).isEqualTo(1);
  }

  @Test
  void journalThatDoesNotAnswerIsReportedAndTheRunEnds() throws Exception {
    r.instance("a/1", "1.1", "1.1.1", "x");
    UploadRun run = r.prepare();
    // The writer is blocked as by a disk that does not answer.
    r.onWalked = this::block;
    CompletableFuture<RunResult> result = started(run);
    assertThat(blocked.await(300, TimeUnit.SECONDS)).isTrue();
    run.stop(ExitCode.TERMINATED);
    RunResult ended = result.get(300, TimeUnit.SECONDS);
    assertThat(ended.exit()).isEqualTo(ExitCode.TERMINATED.code());
    assertThat(ended.problem()).isNotNull();
    assertThat(ended.problem().what()).contains("does not answer");
  }
}
