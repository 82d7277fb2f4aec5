package io.github.dcmbulk.journal.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.Sharing;
import io.github.dcmbulk.journal.store.JournalStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Opens the journals of processes that share a run, as most tests need them. */
final class SharedJournals {
  /** When each run begins. */
  static final Instant NOW = Instant.parse("2026-11-23T20:00:00Z");

  private SharedJournals() {}

  static Journal open(JournalStore store, String run) throws Exception {
    return open(store, run, Duration.ofSeconds(60), Duration.ofMinutes(5));
  }

  static Journal open(JournalStore store, String run, Duration lease, Duration maxOutage)
      throws Exception {
    Sharing sharing =
        new Sharing(
            lease,
            Map.of(),
            Duration.ofMinutes(5),
            Duration.ofSeconds(10),
            null,
            maxOutage,
            Instant::now);
    return Journal.open(store, run, NOW, "p", new ResumePolicy(false, false, false), sharing);
  }

  /** Something that hands changes in. */
  @FunctionalInterface
  interface HandingIn {
    void run() throws Exception;
  }

  /** Hands changes in while the writer is busy, so that they come in one transaction. */
  static void together(Journal journal, HandingIn changes) throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch handedIn = new CountDownLatch(1);
    journal.afterCommit(
        () -> {
          held.countDown();
          try {
            handedIn.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    assertThat(held.await(120, TimeUnit.SECONDS)).isTrue();
    changes.run();
    handedIn.countDown();
    journal.flush();
  }
}
