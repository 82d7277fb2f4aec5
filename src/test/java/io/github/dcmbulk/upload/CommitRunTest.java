package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.journal.store.ForwardingStore;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.upload.control.RunControl;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Uploads do not wait for the journal's commits, up to as many as a kill may cost. */
@Timeout(900)
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
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    r.store = heldBack(r.store, held, released);
    AtomicInteger sent = new AtomicInteger();
    CountDownLatch more = new CountDownLatch(r.concurrency + 1);
    r.service.fault =
        text -> {
          begun.countDown();
          held.await();
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
    assertThat(begun.await(300, TimeUnit.SECONDS)).isTrue();
    // From now on nothing is committed.
    held.countDown();
    assertThat(more.await(300, TimeUnit.SECONDS)).as("uploads wait for no commit").isTrue();
    assertThat(sent.get()).isBetween(r.concurrency + 1, 2 * r.concurrency);
    released.countDown();
    RunResult ended = result.get(300, TimeUnit.SECONDS);
    assertThat(ended.problem()).isNull();
    assertThat(ended.instances().uploaded()).isEqualTo(INSTANCES);
    assertThat(ended.studies().complete()).isEqualTo(1);
  }

  /** That store, of which no transaction begins between the two. */
  private static JournalStore heldBack(
      JournalStore store, CountDownLatch held, CountDownLatch released) {
    return new ForwardingStore(store) {
      @Override
      public CommitGuard guard(Connection writer) throws SQLException {
        CommitGuard guard = super.guard(writer);
        return new CommitGuard() {
          @Override
          public void begin() throws SQLException {
            if (held.getCount() == 0) {
              awaitQuietly(released);
            }
            guard.begin();
          }

          @Override
          public void sync() throws JournalException {
            guard.sync();
          }
        };
      }
    };
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
