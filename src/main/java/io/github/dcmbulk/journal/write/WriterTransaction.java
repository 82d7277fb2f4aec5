package io.github.dcmbulk.journal.write;

import io.github.dcmbulk.journal.store.DamagedRowException;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.write.GroupCommit.Entry;
import io.github.dcmbulk.model.JournalException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Applies groups of changes in transactions; repeats one that conflicts with another process, or
 * whose connection broke. Used by the writer's thread.
 */
final class WriterTransaction {
  /** For a temporary journal, whose last change need not survive a crash. */
  private static final int SCRATCH_CHANGES_PER_COMMIT = 256;

  /** Attempts, at least, to apply changes that conflict with those of other processes. */
  private static final int ATTEMPTS = 10;

  /** Longer than the server lets a silent client hold locks. */
  private static final long IN_THE_WAY_NANOS = TimeUnit.SECONDS.toNanos(150);

  private final JournalStore store;
  private final boolean durable;
  private final @Nullable Reconnection reconnection;
  private final WriterFailure failure;
  private volatile Connection connection;
  private WriteSession session;
  private JournalStore.CommitGuard guard;
  private int uncommitted;

  WriterTransaction(
      JournalStore store,
      Connection connection,
      WriteSession session,
      boolean durable,
      @Nullable Reconnection reconnection,
      WriterFailure failure)
      throws SQLException {
    this.store = store;
    this.connection = connection;
    this.session = session;
    this.durable = durable;
    this.reconnection = reconnection;
    this.failure = failure;
    this.guard = store.guard(connection);
  }

  /** The connection in use. */
  Connection connection() {
    return connection;
  }

  /**
   * Applies the changes, and commits where a caller waits or enough have gathered. A failure goes
   * to {@link WriterFailure}.
   *
   * @param atOnce whether to commit in any case
   */
  void write(List<Entry> group, boolean atOnce) {
    if (uncommitted == 0
        && group.stream().allMatch(entry -> entry.change() == GroupCommit.NOTHING)) {
      return;
    }
    long begun = System.nanoTime();
    for (int attempt = 1; !written(group, atOnce, mayTryAgain(attempt, begun)); attempt++) {
      // There was a conflict with another process: its changes are committed by now.
    }
  }

  /**
   * On a server another process may hold its locks in an open transaction until the server ends its
   * session.
   */
  private boolean mayTryAgain(int attempt, long begun) {
    return attempt < ATTEMPTS
        || (reconnection != null && System.nanoTime() - begun < IN_THE_WAY_NANOS);
  }

  /** Applies the changes; false if they are to be applied once more. */
  private boolean written(List<Entry> group, boolean atOnce, boolean mayTryAgain) {
    try {
      boolean awaited = atOnce;
      if (uncommitted == 0) {
        guard.begin();
        session.begin();
      }
      for (Entry entry : inOrder(group)) {
        DamagedRowException.guardStep(() -> apply(entry));
        awaited |= entry.committed() != null;
      }
      uncommitted += group.size();
      if (awaited || uncommitted >= SCRATCH_CHANGES_PER_COMMIT) {
        session.finish();
        session.committed();
        uncommitted = 0;
      }
      return true;
    } catch (SQLException e) {
      rollBack();
      if (mayTryAgain && durable && store.isConflict(e)) {
        session.discard();
        return false;
      }
      if (reconnection != null && reconnection.covers(e)) {
        return resumed(reconnection, e);
      }
      failure.set(store.failure(e));
      return true;
    }
  }

  /**
   * Where outcomes are collected they go first, together: no change of another kind that was handed
   * in before one, and is not committed, can be about the same instance.
   */
  private List<Entry> inOrder(List<Entry> group) {
    if (!session.collectsOutcomes()) {
      return group;
    }
    List<Entry> ordered = new ArrayList<>(group.size());
    group.stream().filter(Entry::outcome).forEach(ordered::add);
    group.stream().filter(entry -> !entry.outcome()).forEach(ordered::add);
    return ordered;
  }

  private void apply(Entry entry) throws SQLException {
    if (!entry.outcome()) {
      session.writeOutcomes();
    }
    entry.change().apply(session);
  }

  /** Waits for the database; true if the changes are committed, or never will be. */
  private boolean resumed(Reconnection by, SQLException cause) {
    try {
      Reconnection.Resumed next = by.await(cause, connection);
      connection = next.connection();
      guard = store.guard(connection);
      if (next.committed()) {
        session.committed();
      } else {
        session.discard();
      }
      session = next.session();
      uncommitted = 0;
      return next.committed();
    } catch (SQLException e) {
      failure.set(store.failure(e));
    } catch (JournalException e) {
      failure.set(e);
    }
    return true;
  }

  private void rollBack() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The database rolls back by itself when the connection is gone.
      return;
    }
  }

  /** Forces what was committed to the disk. */
  void force() {
    try {
      guard.sync();
    } catch (JournalException e) {
      failure.set(e);
    }
  }
}
