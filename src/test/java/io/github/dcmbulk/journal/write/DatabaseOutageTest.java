package io.github.dcmbulk.journal.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.NextStudy;
import io.github.dcmbulk.journal.OutageListener;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.StudyTimes;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.TcpRelay;
import io.github.dcmbulk.journal.store.TcpRelay.AtCommit;
import io.github.dcmbulk.journal.store.TestDatabase;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.JournalException;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is written while the database goes away is written once, and what was read is read again.
 */
@Timeout(300)
class DatabaseOutageTest {
  private TestDatabase database;
  private TcpRelay relay;
  private final List<String> changes = new ArrayList<>();

  @BeforeEach
  void begin() throws Exception {
    database = TestDatabase.create();
    relay = new TcpRelay(TestDatabase.port());
  }

  @AfterEach
  void end() throws Exception {
    relay.close();
  }

  private Journal open(Duration maxOutage) throws Exception {
    Journal journal = open("run", relay.port(), maxOutage);
    journal.onOutage(
        new OutageListener() {
          @Override
          public void away(String why, Duration patience) {
            changes.add("away");
          }

          @Override
          public void back(Duration after) {
            changes.add("back");
          }
        });
    journal.files().checked(JournalTest.DIRECTORY, List.of(JournalTest.instance(0)), 1);
    journal.flush();
    return journal;
  }

  private Journal open(String run, int port, Duration maxOutage) throws Exception {
    return SharedJournals.open(database.store(port), run, Duration.ofSeconds(60), maxOutage);
  }

  private long number(String sql) throws Exception {
    try (Connection c = database.connect()) {
      return Sql.number(c, sql);
    }
  }

  @Test
  void waitsForTheDatabaseAndWritesWhatItWasGiven() throws Exception {
    Journal journal = open(Duration.ofMinutes(5));
    relay.cut();
    CompletableFuture<Void> written =
        CompletableFuture.runAsync(
            () -> {
              try {
                journal.outcomes().tried(1, 1);
              } catch (Exception e) {
                throw new java.util.concurrent.CompletionException(e);
              }
            });
    relay.awaitRefused(5);
    assertThat(written).isNotDone();
    relay.restore();
    written.get(120, TimeUnit.SECONDS);
    assertThat(journal.feed().study(1).pending()).as("what reads beside it is back").isEqualTo(1);
    journal.close();
    assertThat(changes).containsExactly("away", "back");
    assertThat(number("SELECT attempts FROM file WHERE id = 1")).isEqualTo(1);
    assertThat(number("SELECT count(*) FROM commit_mark")).isZero();
  }

  @Test
  void aCommitWhoseAnswerIsLostIsNotMadeTwice() throws Exception {
    Journal journal = open(Duration.ofMinutes(5));
    relay.atNextCommit(AtCommit.LOSE_ANSWER);
    journal.outcomes().tried(1, 1);
    journal.close();
    assertThat(changes).containsExactly("away", "back");
    assertThat(number("SELECT attempts FROM file WHERE id = 1")).isEqualTo(1);
  }

  @Test
  void aCommitThatNeverArrivedIsMadeOnce() throws Exception {
    Journal journal = open(Duration.ofMinutes(5));
    relay.atNextCommit(AtCommit.LOSE);
    journal.outcomes().tried(1, 1);
    journal.close();
    assertThat(changes).containsExactly("away", "back");
    assertThat(number("SELECT attempts FROM file WHERE id = 1")).isEqualTo(1);
  }

  @Test
  void countsOfALostAnswerAreNotLost() throws Exception {
    Journal journal = open(Duration.ofMinutes(5));
    relay.atNextCommit(AtCommit.LOSE_ANSWER);
    journal.files().checked(JournalTest.DIRECTORY, List.of(JournalTest.instance(1)), 1);
    journal.flush();
    assertThat(journal.counts().instances().pending()).isEqualTo(2);
    journal.close();
    assertThat(number("SELECT sum(n) FROM host_count WHERE name = 'PENDING'")).isEqualTo(2);
  }

  private StudyState claimed(Journal journal) throws Exception {
    JournalShare share = Objects.requireNonNull(journal.share());
    NextStudy claimed = Objects.requireNonNull(share.claim(journal.feed()).await());
    assertThat(share.holds(claimed.state().id())).isTrue();
    return claimed.state();
  }

  private void endWalk() throws Exception {
    try (Connection c = database.connect()) {
      Sql.execute(c, "UPDATE shared_run SET walk_done = true");
    }
  }

  /** The study would belong to this process, which does not know it. */
  @Test
  void aStudyWhoseClaimWasNotAnsweredCanBeClaimedAgain() throws Exception {
    Journal journal = open(Duration.ofMinutes(5));
    endWalk();
    relay.atNextCommit(AtCommit.LOSE_ANSWER);
    assertThat(Objects.requireNonNull(journal.share()).claim(journal.feed()).await()).isNull();
    assertThat(changes).containsExactly("away", "back");
    assertThat(number("SELECT count(*) FROM queue WHERE owner IS NULL")).isEqualTo(1);
    assertThat(claimed(journal).pending()).isEqualTo(1);
    journal.close();
  }

  @Test
  void aStudyWhoseEndWasNotAnsweredIsComplete() throws Exception {
    Journal journal = open(Duration.ofMinutes(5));
    endWalk();
    StudyState study = claimed(journal);
    journal.studies().open(study.id(), 1, SharedJournals.NOW);
    journal.outcomes().settle(1, 1, DeliveryRecord.uploaded("0".repeat(32), null, null, 1, 1));
    relay.atNextCommit(AtCommit.LOSE_ANSWER);
    StudyTimes times = new StudyTimes(SharedJournals.NOW, null);
    assertThat(
            journal.studies().close(study.id(), study.seen(), times, StudyState.Outcome.COMPLETE))
        .isNull();
    assertThat(changes).containsExactly("away", "back");
    assertThat(number("SELECT complete FROM study")).isEqualTo(1);
    journal.close();
  }

  @Test
  void givesUpADatabaseThatStaysUnreachable() throws Exception {
    Journal journal = open(Duration.ofSeconds(1));
    relay.cut();
    assertThatThrownBy(() -> journal.outcomes().tried(1, 1))
        .isInstanceOfSatisfying(JournalException.class, e -> assertThat(e.isUnreachable()).isTrue())
        .hasMessageContaining("cannot be reached");
    assertThat(changes).containsExactly("away");
  }

  @Test
  void doesNotContinueInADatabaseThatLostWhatWasCommitted() throws Exception {
    Journal journal = open(Duration.ofMinutes(5));
    relay.cut();
    try (Connection c = database.connect()) {
      Sql.execute(c, "UPDATE commit_mark SET number = 0");
    }
    relay.restore();
    assertThatThrownBy(() -> journal.outcomes().tried(1, 1))
        .isInstanceOfSatisfying(JournalException.class, e -> assertThat(e.isUnreachable()).isTrue())
        .hasMessageContaining("came back without what was committed last");
    assertThat(number("SELECT coalesce(attempts, 0) FROM file WHERE id = 1")).isZero();
  }

  @Test
  void aRunThatWasConsideredLostDoesNotContinueBesideTheNextOne() throws Exception {
    Journal journal = open(Duration.ofMinutes(5));
    CompletableFuture<JournalException> heard = new CompletableFuture<>();
    Objects.requireNonNull(journal.share()).onSuperseded(heard::complete);
    relay.cut();
    try (Connection c = database.connect()) {
      Sql.execute(c, "UPDATE host SET expires = now()");
    }
    Journal next = open("next", TestDatabase.port(), Duration.ZERO);
    relay.restore();
    assertThat(heard.get(120, TimeUnit.SECONDS))
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BUSY))
        .hasMessageContaining("another run has begun in this journal");
    next.close();
  }

  /** A process that is stopped while it joins keeps its locks until the server ends its session. */
  @Test
  void aProcessWaitsForOneThatIsStoppedWhileItJoins() throws Exception {
    open(Duration.ofMinutes(5)).close();
    try (Connection still = database.connect();
        Connection look = database.connect()) {
      still.setAutoCommit(false);
      Sql.execute(still, "LOCK TABLE host IN EXCLUSIVE MODE");
      CompletableFuture<Journal> opened =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return open("next", TestDatabase.port(), Duration.ZERO);
                } catch (Exception e) {
                  throw new java.util.concurrent.CompletionException(e);
                }
              });
      Set<Long> waiting = new HashSet<>();
      while (waiting.size() < 2 && !opened.isDone()) {
        waiting.add(
            Sql.number(
                look,
                "SELECT coalesce(max(pid), 0) FROM pg_locks WHERE NOT granted AND relation ="
                    + " 'host'::regclass"));
        waiting.remove(0L);
        TimeUnit.MILLISECONDS.sleep(20);
      }
      still.rollback();
      opened.get(120, TimeUnit.SECONDS).close();
    }
  }
}
