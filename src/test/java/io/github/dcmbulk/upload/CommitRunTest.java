package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.upload.control.RunControl;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Uploads do not wait for the journal's commits, up to as many as a kill may cost. */
@Timeout(300)
class CommitRunTest {
  private static final int INSTANCES = 40;

  @TempDir Path dir;

  @Test
  void asManyMoreAreSentAsOutcomesMayBeUncommitted() throws Exception {
    Rehearsal r = new Rehearsal(dir);
    r.waiter = RunControl::awaitReally;
    for (int i = 0; i < INSTANCES; i++) {
      r.instance("f" + i, "1.1", "9." + i, "x");
    }
    AtomicInteger sent = new AtomicInteger();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch more = new CountDownLatch(r.concurrency + 1);
    r.service.fault =
        text -> {
          begun.countDown();
          locked.await();
          sent.incrementAndGet();
          more.countDown();
          return null;
        };
    UploadRun run = r.prepare();
    CompletableFuture<RunResult> result =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return run.run();
              } catch (Exception e) {
                throw new java.util.concurrent.CompletionException(e);
              }
            });
    assertThat(begun.await(120, TimeUnit.SECONDS)).isTrue();
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + r.journal);
        Statement statement = other.createStatement()) {
      // No outcome can be committed while another program holds the write lock.
      statement.execute("BEGIN IMMEDIATE");
      locked.countDown();
      assertThat(more.await(9, TimeUnit.SECONDS)).as("uploads wait for no commit").isTrue();
      assertThat(sent.get()).isBetween(r.concurrency + 1, 2 * r.concurrency);
      statement.execute("COMMIT");
    }
    RunResult ended = result.get(120, TimeUnit.SECONDS);
    assertThat(ended.problem()).isNull();
    assertThat(ended.instances().uploaded()).isEqualTo(INSTANCES);
    assertThat(ended.studies().complete()).isEqualTo(1);
  }
}
