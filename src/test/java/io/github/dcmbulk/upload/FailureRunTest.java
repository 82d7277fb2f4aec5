package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.model.AccessRefusedException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.PutOutcome;
import io.github.dcmbulk.upload.settings.UploadSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that cannot deliver everything, and what the next one makes of it. */
@Timeout(300)
class FailureRunTest {
  @TempDir Path dir;
  Rehearsal r;

  @BeforeEach
  void setUp() throws Exception {
    r = new Rehearsal(dir);
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
    Sums.assertMatch(result);
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
    Sums.assertMatch(result);
    r.service.fault = text -> null;
    RunResult next = r.run();
    assertThat(next.instances().uploaded() + next.instances().alreadyUploaded()).isEqualTo(50);
    assertThat(Set.copyOf(r.service.sops())).hasSize(50);
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
    r.source = new UploadSettings.Source(true, null);
    RunResult result = r.run();
    assertThat(result.files().found()).isZero();
    assertThat(result.exit()).isZero();
  }
}
