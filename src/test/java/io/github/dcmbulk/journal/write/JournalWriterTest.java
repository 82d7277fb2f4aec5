package io.github.dcmbulk.journal.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.OutcomeLimit;
import io.github.dcmbulk.journal.PendingInstance;
import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.StudyTimes;
import io.github.dcmbulk.journal.maintain.JournalAudit;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.model.JournalException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The one writer: whatever happens to it, no thread waits for it forever. */
@Timeout(300)
class JournalWriterTest {
  private static final Instant NOW = Instant.parse("2026-11-23T20:00:00Z");

  @TempDir Path dir;

  private Path file() {
    return dir.resolve("journal.db");
  }

  private Journal open(String run) throws Exception {
    return Journal.open(file(), run, NOW, "p", new ResumePolicy(false, false, false));
  }

  private Connection another() throws Exception {
    return DriverManager.getConnection("jdbc:sqlite:" + file());
  }

  private static void execute(Connection connection, String sql) throws Exception {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aProgramThatHoldsTheWriteLockForAWhileIsWaitedFor() throws Exception {
    Journal journal = open("run");
    try (Connection other = another()) {
      execute(other, "BEGIN IMMEDIATE");
      journal.files().checked(JournalTest.DIRECTORY, List.of(JournalTest.instance(1)), 1);
      CompletableFuture<Void> flushed = CompletableFuture.runAsync(() -> flush(journal));
      // The writer has waited for the lock by then, or waits for it while it is held.
      assertThat(flushed)
          .failsWithin(1, TimeUnit.SECONDS)
          .withThrowableOfType(java.util.concurrent.TimeoutException.class);
      execute(other, "UPDATE run SET uploaded = 7");
      execute(other, "COMMIT");
      assertThat(flushed).succeedsWithin(300, TimeUnit.SECONDS);
    }
    journal.close();
    try (JournalReader reader = JournalReader.open(file())) {
      assertThat(reader.summary().runs().get(0).uploaded()).isEqualTo(7);
    }
  }

  private static void flush(Journal journal) {
    try {
      journal.flush();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Outcomes are written in the expectation that their row has not changed since it was read. */
  @Test
  void anOutcomeIsRecordedAlsoIfItsRowHasChanged() throws Exception {
    Journal journal = open("run");
    journal
        .files()
        .checked(
            JournalTest.DIRECTORY, List.of(JournalTest.instance(1), JournalTest.instance(2)), 1);
    journal.studies().open(1, 1, NOW);
    List<PendingInstance> instances = journal.feed().page(1, null, false, 1, 10);
    try (Connection other = another()) {
      execute(other, "UPDATE file SET size = size + 1 WHERE id = " + instances.get(0).id());
      execute(other, "UPDATE tally SET bytes = bytes + 1 WHERE files > 0");
    }
    for (PendingInstance instance : instances) {
      DeliveryRecord uploaded = DeliveryRecord.uploaded("0".repeat(32), null, null, 1, 1);
      journal.outcomes().settleSoon(1, instance, 1, uploaded, new OutcomeLimit(1, 0));
    }
    StudyTimes times = new StudyTimes(NOW, null);
    assertThat(journal.studies().close(1, 1, times, StudyState.Outcome.COMPLETE)).isNull();
    journal.close();
    assertThat(JournalAudit.run(new SqliteStore(file()), false).problems()).isEmpty();
    try (Connection reader = another()) {
      assertThat(Sql.number(reader, "SELECT count(*) FROM file WHERE state = 2")).isEqualTo(2);
      assertThat(Sql.number(reader, "SELECT sent FROM study")).isEqualTo(2);
    }
  }

  @Test
  void anyExceptionInTheWriterIsReportedAndNothingWaitsForIt() throws Exception {
    for (Throwable trouble : List.of(new IllegalStateException("x"), new StackOverflowError())) {
      Journal journal = open("run-" + trouble.getClass().getSimpleName());
      AtomicReference<JournalException> reported = new AtomicReference<>();
      CountDownLatch heard = new CountDownLatch(1);
      journal.onFailure(
          e -> {
            reported.set(e);
            heard.countDown();
          });
      journal.afterCommit(
          () -> {
            sneak(trouble);
          });
      assertThat(heard.await(300, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(journal::flush).isSameAs(reported.get());
      assertThatThrownBy(journal::flush).hasMessageContaining(trouble.getClass().getSimpleName());
      journal.close();
    }
  }

  private static void sneak(Throwable trouble) {
    if (trouble instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) trouble;
  }

  @Test
  void failureAtTheEndIsThrownToTheCallerOfEnd() throws Exception {
    Journal journal = open("run");
    journal.onFailure(e -> {});
    journal.flush();
    Files.move(file(), dir.resolve("elsewhere.db"));
    assertThatThrownBy(journal::close)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("removed or replaced");
  }

  @Test
  void aChangeAfterTheEndIsRefused() throws Exception {
    Journal journal = open("run");
    journal.close();
    assertThatThrownBy(journal::flush)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("the run has ended");
  }

  @Test
  void aRowWithAStateThatIsNoneIsDamage() throws Exception {
    recordOneFileWithState(99);

    try (JournalReader reader = JournalReader.open(file())) {
      assertThatThrownBy(() -> reader.rows(null, row -> {}))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("is damaged");
    }
    Journal journal = open("next");
    assertThatThrownBy(
            () ->
                journal
                    .files()
                    .lookUp(
                        JournalTest.DIRECTORY,
                        List.of(JournalTest.instance(1).file()),
                        p -> true,
                        true,
                        1))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("is damaged");
    journal.files().takeUp(List.of(1L), 1);
    assertThatThrownBy(journal::flush)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("is damaged");
    journal.close();
  }

  private void recordOneFileWithState(int state) throws Exception {
    Journal journal = open("first");
    journal.files().checked(JournalTest.DIRECTORY, List.of(JournalTest.instance(1)), 1);
    journal.close();
    try (Connection other = another()) {
      execute(other, "UPDATE file SET state = " + state);
    }
  }

  @Test
  void failureOfAReaderOfRowsIsNotTakenForADamagedRow() throws Exception {
    recordOneFileWithState(1);
    try (JournalReader reader = JournalReader.open(file())) {
      IllegalStateException own = new IllegalStateException("the reader's own");
      assertThatThrownBy(
              () ->
                  reader.rows(
                      null,
                      row -> {
                        throw own;
                      }))
          .isSameAs(own);
    }
  }
}
