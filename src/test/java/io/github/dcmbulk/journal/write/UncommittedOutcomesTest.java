package io.github.dcmbulk.journal.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.OutcomeLimit;
import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.StudyTimes;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.Sqlite;
import io.github.dcmbulk.model.JournalException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Outcomes are handed in without a wait, and never more of them than a kill may cost. */
@Timeout(300)
class UncommittedOutcomesTest {
  private static final Instant NOW = Instant.parse("2026-11-23T20:00:00Z");
  private static final DeliveryRecord UPLOADED =
      DeliveryRecord.uploaded("0".repeat(32), null, null, 1, 1);
  private static final int MOST = 3;

  @TempDir Path dir;
  private final CountDownLatch held = new CountDownLatch(1);

  private Path file() {
    return dir.resolve("journal.db");
  }

  private Journal open(int files) throws Exception {
    Journal journal = Journal.open(file(), "run", NOW, "p", new ResumePolicy(false, false, false));
    journal
        .files()
        .checked(
            JournalTest.DIRECTORY,
            IntStream.range(0, files).mapToObj(JournalTest::instance).toList(),
            1);
    journal.studies().open(1, 1, NOW);
    return journal;
  }

  /** Keeps the writer busy until the latch opens; then it continues, or fails. */
  private void hold(Journal journal, boolean fails) throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    journal.afterCommit(
        () -> {
          reached.countDown();
          awaitHeld();
          if (fails) {
            throw new IllegalStateException("the writer fails");
          }
        });
    assertThat(reached.await(120, TimeUnit.SECONDS)).isTrue();
  }

  private void awaitHeld() {
    try {
      held.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static CompletableFuture<Void> settling(Journal journal, long id) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            journal.outcomes().settleSoon(id, 1, UPLOADED, MOST);
          } catch (Exception e) {
            throw new java.util.concurrent.CompletionException(e);
          }
        });
  }

  private long uploaded() throws Exception {
    try (Connection reader = Sqlite.reader(file())) {
      return Sql.number(reader, "SELECT COUNT(*) FROM file WHERE state = 2");
    }
  }

  @Test
  void soManyContinueBeforeACommitAndTheNextWaits() throws Exception {
    Journal journal = open(MOST + 1);
    hold(journal, false);
    for (long id = 1; id <= MOST; id++) {
      journal.outcomes().settleSoon(id, 1, UPLOADED, MOST);
    }
    assertThat(uploaded()).isZero();

    CompletableFuture<Void> next = settling(journal, MOST + 1);
    assertThat(next)
        .failsWithin(200, TimeUnit.MILLISECONDS)
        .withThrowableOfType(TimeoutException.class);

    held.countDown();
    assertThat(next).succeedsWithin(120, TimeUnit.SECONDS);
    assertThat(uploaded()).isPositive();
    journal.close();
    assertThat(uploaded()).isEqualTo(MOST + 1);
  }

  private static CompletableFuture<Void> waiting(UncommittedOutcomes outcomes) {
    outcomes.add();
    return CompletableFuture.runAsync(
        () -> {
          try {
            outcomes.await(new OutcomeLimit(MOST, 0));
          } catch (InterruptedException e) {
            throw new java.util.concurrent.CompletionException(e);
          }
        },
        // The common pool may have fewer threads than wait here.
        task -> new Thread(task).start());
  }

  /** While a thread waits, it sends nothing: its outcome need not keep others from sending. */
  @Test
  void eachCommittedOutcomeLetsOneOfTheWaitingThreadsContinue() throws Exception {
    UncommittedOutcomes outcomes = new UncommittedOutcomes();
    for (int i = 0; i < MOST; i++) {
      outcomes.add();
    }
    List<CompletableFuture<Void>> all =
        IntStream.range(0, 4).mapToObj(i -> waiting(outcomes)).toList();
    assertThat(CompletableFuture.anyOf(all.toArray(CompletableFuture[]::new)))
        .failsWithin(200, TimeUnit.MILLISECONDS)
        .withThrowableOfType(TimeoutException.class);
    for (int left = 3; left >= 0; left--) {
      CompletableFuture<?>[] waiting =
          all.stream().filter(one -> !one.isDone()).toArray(CompletableFuture[]::new);
      outcomes.remove(1);
      assertThat(CompletableFuture.anyOf(waiting)).succeedsWithin(120, TimeUnit.SECONDS);
      assertThat(all.stream().filter(one -> !one.isDone())).hasSize(left);
    }
    assertThat(outcomes.areMoreThan(MOST - 1)).isTrue();
    assertThat(outcomes.areMoreThan(MOST)).isFalse();
  }

  @Test
  void allThatWereHandedInAreCommittedBeforeTheirStudyIsClosed() throws Exception {
    Journal journal = open(5);
    hold(journal, false);
    for (long id = 1; id <= 5; id++) {
      journal.outcomes().settleSoon(id, 1, UPLOADED, 5);
    }
    held.countDown();
    assertThat(
            journal.studies().close(1, 1, new StudyTimes(NOW, null), StudyState.Outcome.COMPLETE))
        .isNull();
    assertThat(uploaded()).isEqualTo(5);
    assertThat(journal.counts().instances().uploaded()).isEqualTo(5);
    journal.close();
  }

  @Test
  void waitingForAWriterThatFailsThrowsItsFailure() throws Exception {
    Journal journal = open(MOST + 1);
    hold(journal, true);
    List<CompletableFuture<Void>> all =
        IntStream.rangeClosed(1, MOST + 1).mapToObj(id -> settling(journal, id)).toList();
    held.countDown();
    for (CompletableFuture<Void> one : all) {
      one.handle((done, failure) -> failure == null).get(120, TimeUnit.SECONDS);
    }
    assertThatThrownBy(() -> journal.outcomes().settleSoon(1, 1, UPLOADED, MOST))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("could not be written");
    journal.close();
  }
}
