package io.github.dcmbulk.journal.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.store.ForwardingStore;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.Sqlite;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.model.JournalException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How changes become transactions, and what happens when one cannot. */
@Timeout(600)
class GroupCommitTest {
  private static final String IN_THE_WAY = "another writer is in the way";

  @TempDir Path dir;
  private final AtomicInteger conflicts = new AtomicInteger();
  private final AtomicInteger begun = new AtomicInteger();
  private volatile boolean diskFails;
  private Store store;

  /** A journal in a file, before whose transactions others may be in the way. */
  private final class Store extends ForwardingStore {
    Store() {
      super(new SqliteStore(dir.resolve("journal.db")));
    }

    @Override
    public boolean isConflict(SQLException e) {
      return IN_THE_WAY.equals(e.getMessage()) || super.isConflict(e);
    }

    @Override
    public CommitGuard guard(Connection writer) throws SQLException {
      CommitGuard guard = super.guard(writer);
      return new CommitGuard() {
        @Override
        public void begin() throws SQLException {
          begun.incrementAndGet();
          guard.begin();
          if (conflicts.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new SQLException(IN_THE_WAY);
          }
        }

        @Override
        public void sync() throws JournalException {
          if (diskFails) {
            throw new JournalException("the disk fails", "replace it");
          }
          guard.sync();
        }
      };
    }
  }

  @BeforeEach
  void setUp() {
    store = new Store();
  }

  private Journal open() throws Exception {
    return Journal.open(
        store,
        "run",
        Instant.parse("2026-11-23T20:00:00Z"),
        "p",
        new ResumePolicy(false, false, false));
  }

  private static void add(Journal journal, int number) throws Exception {
    journal.files().checked(JournalTest.DIRECTORY, List.of(JournalTest.instance(number)), number);
  }

  private long rows() throws Exception {
    try (Connection reader = Sqlite.reader(dir.resolve("journal.db"))) {
      return Sql.number(reader, "SELECT count(*) FROM file");
    }
  }

  @Test
  void whatWasHandedInIsCommittedWhenFlushReturns() throws Exception {
    Journal journal = open();
    for (int i = 0; i < 1000; i++) {
      add(journal, i);
    }
    journal.flush();

    assertThat(rows()).isEqualTo(1000);
    journal.close();
  }

  @Test
  void changesThatWaitShareATransaction() throws Exception {
    Journal journal = open();
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    journal.afterCommit(
        () -> {
          reached.countDown();
          awaitQuietly(held);
        });
    assertThat(reached.await(300, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < 100; i++) {
      add(journal, i);
    }
    int before = begun.get();
    held.countDown();
    journal.flush();

    assertThat(begun.get() - before).isBetween(1, 2);
    assertThat(rows()).isEqualTo(100);
    journal.close();
  }

  @Test
  void changesThatAnotherWriterWasInTheWayOfAreAppliedOnce() throws Exception {
    Journal journal = open();
    conflicts.set(3);
    add(journal, 1);
    journal.flush();

    assertThat(conflicts.get()).isZero();
    assertThat(rows()).isEqualTo(1);
    assertThat(journal.counts().instances().pending()).isEqualTo(1);
    journal.close();
  }

  @Test
  void aWriterThatIsAlwaysInTheWayIsAFailureInTheEnd() throws Exception {
    Journal journal = open();
    List<JournalException> heard = new ArrayList<>();
    journal.onFailure(heard::add);
    conflicts.set(1000);

    assertThatThrownBy(
            () -> {
              add(journal, 1);
              journal.flush();
            })
        .isInstanceOf(JournalException.class);
    assertThat(1000 - conflicts.get()).isBetween(2, 100);
    conflicts.set(0);
    assertThatThrownBy(journal::flush).isSameAs(heard.get(0));
    journal.close();
    assertThat(rows()).isZero();
    assertThat(heard).hasSize(1);
  }

  @Test
  void aDiskThatKeepsNothingIsAFailureAtTheLatestAtTheEnd() throws Exception {
    Journal journal = open();
    add(journal, 1);
    journal.flush();
    diskFails = true;

    assertThatThrownBy(
            () -> {
              add(journal, 2);
              journal.close();
            })
        .hasMessage("the disk fails");
  }

  @Test
  void lateListenerGetsAnEarlierFailure() throws Exception {
    Journal journal = open();
    journal.afterCommit(
        () -> {
          throw new IllegalStateException("broken");
        });
    assertThatThrownBy(journal::flush).hasMessageContaining("could not be written");
    List<JournalException> heard = new ArrayList<>();
    journal.onFailure(heard::add);

    assertThat(heard).hasSize(1);
    journal.close();
  }

  @Test
  void theTimeSpentWritingIsCounted() throws Exception {
    Journal journal = open();
    double before = journal.busySeconds();
    add(journal, 1);
    journal.flush();
    journal.close();

    assertThat(journal.busySeconds()).isGreaterThan(before);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
