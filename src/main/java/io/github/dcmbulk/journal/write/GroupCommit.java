package io.github.dcmbulk.journal.write;

import io.github.dcmbulk.journal.OutageListener;
import io.github.dcmbulk.journal.store.DamagedRowException;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.model.JournalException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one writer. Changes are applied in the order they were handed in, as many to a transaction as
 * are waiting: a commit survives the process from the moment it returns. Twice a second the log is
 * also forced to the disk, so that a power cut costs at most that much.
 *
 * <p>After the first failure, of whatever kind, nothing more is written and every later call
 * throws; no caller waits for a change that is never applied.
 */
final class GroupCommit {
  private static final int CHANGES_PER_COMMIT = 512;

  /** Of a temporary journal: its last change need not survive a crash. */
  private static final int SCRATCH_CHANGES_PER_COMMIT = 256;

  private static final int WAITING = 256;

  /** How often changes are applied, at least, that other processes are in the way of. */
  private static final int ATTEMPTS = 10;

  /** Longer than the server lets a client hold locks and say nothing. */
  private static final long IN_THE_WAY_NANOS = TimeUnit.SECONDS.toNanos(150);

  /**
   * How long changes gather for which no thread waits. With a transaction for each outcome the
   * writer took 1.1 s of processor time for 8,000 small instances, gathered it takes 0.5 s.
   */
  private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final long SYNC_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** A change to the journal, run on the writer's thread inside a transaction. */
  @FunctionalInterface
  interface Change {
    void apply(WriteSession session) throws SQLException;
  }

  private record Entry(Change change, @Nullable CountDownLatch committed, boolean outcome) {}

  private static final Change NOTHING = session -> {};
  private static final Entry END = new Entry(NOTHING, null, false);

  private final JournalStore store;
  private final boolean durable;
  private final @Nullable Reconnection reconnection;
  private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(WAITING);
  private final Gathering gathering = new Gathering(GATHER_NANOS);
  private final UncommittedOutcomes outcomes = new UncommittedOutcomes();
  private final Thread thread;
  private volatile Connection connection;
  private WriteSession session;
  private JournalStore.CommitGuard guard;
  private volatile @Nullable JournalException failure;
  private volatile @Nullable Consumer<JournalException> listener;
  private volatile boolean isReported;
  private long busyNanos;
  private long synced = System.nanoTime();
  private int uncommitted;

  GroupCommit(JournalStore store, Connection connection, WriteSession session, boolean durable)
      throws SQLException {
    this(store, connection, session, durable, null);
  }

  /** Writes to a database that may go away and come back. */
  GroupCommit(
      JournalStore store, Connection connection, WriteSession session, Reconnection reconnection)
      throws SQLException {
    this(store, connection, session, true, reconnection);
  }

  private GroupCommit(
      JournalStore store,
      Connection connection,
      WriteSession session,
      boolean durable,
      @Nullable Reconnection reconnection)
      throws SQLException {
    this.store = store;
    this.reconnection = reconnection;
    this.connection = connection;
    this.guard = store.guard(connection);
    this.session = session;
    this.durable = durable;
    this.thread = new Thread(this::work, "journal");
    this.thread.setDaemon(true);
    this.thread.start();
  }

  /** Hands in a change and goes on; waits only while too many are queued. */
  void submit(Change change) throws JournalException, InterruptedException {
    put(new Entry(change, null, false));
  }

  /** Waits until everything handed in so far is committed. */
  void flush() throws JournalException, InterruptedException {
    commit(NOTHING);
  }

  /** Hands in a change and waits until it is committed. */
  void commit(Change change) throws JournalException, InterruptedException {
    gathering.waits(thread);
    try {
      begin(change).await();
    } finally {
      gathering.waitsNoMore();
    }
  }

  /** Hands in a change that is waited for later. */
  Commit begin(Change change) throws JournalException, InterruptedException {
    CountDownLatch committed = new CountDownLatch(1);
    put(new Entry(change, committed, false));
    return () -> {
      gathering.waits(thread);
      try {
        committed.await();
      } finally {
        gathering.waitsNoMore();
      }
      throwFailure();
    };
  }

  /**
   * Hands in the outcome of an instance, and waits only while more than {@code most} outcomes are
   * not committed.
   *
   * @throws JournalException the writer has failed; outcomes may be lost
   * @throws InterruptedException while waiting; unless the queue was full, it is handed in
   */
  void submitOutcome(Change change, int most) throws JournalException, InterruptedException {
    outcomes.add();
    boolean handedIn = false;
    try {
      put(new Entry(change, null, true));
      handedIn = true;
    } finally {
      if (!handedIn) {
        outcomes.remove(1);
      }
    }
    if (outcomes.areMoreThan(most)) {
      gathering.waits(thread);
      try {
        outcomes.awaitAtMost(most);
      } finally {
        gathering.waitsNoMore();
      }
    }
    throwFailure();
  }

  /** Calls back when the database cannot be reached, and when it is reached again. */
  void onOutage(OutageListener action) {
    if (reconnection != null) {
      reconnection.onOutage(action);
    }
  }

  /** Whether the database is known to be away. */
  boolean isAway() {
    return reconnection != null && reconnection.isAway();
  }

  /** The connection that is written to; for when the writer has ended. */
  Connection connection() {
    return connection;
  }

  /** Seconds spent writing so far. */
  double busySeconds() {
    return busyNanos / 1e9;
  }

  private void put(Entry entry) throws JournalException, InterruptedException {
    throwFailure();
    if (queue.offer(entry)) {
      return;
    }
    gathering.waits(thread);
    try {
      while (!queue.offer(entry, 100, TimeUnit.MILLISECONDS)) {
        throwFailure();
      }
    } finally {
      gathering.waitsNoMore();
    }
  }

  /** Calls back at the first failure, on the writer's thread. */
  void onFailure(Consumer<JournalException> action) {
    listener = action;
    JournalException e = failure;
    if (e != null) {
      report(e);
    }
  }

  private void fail(JournalException e) {
    if (failure == null) {
      failure = e;
      report(e);
    }
  }

  private void report(JournalException e) {
    Consumer<JournalException> action = listener;
    if (action != null) {
      isReported = true;
      action.accept(e);
    }
  }

  private void throwFailure() throws JournalException {
    JournalException e = failure;
    if (e != null) {
      isReported = true;
      throw e;
    }
  }

  private void work() {
    List<Entry> group = new ArrayList<>();
    boolean open = true;
    while (open) {
      open = await(group);
      long begun = System.nanoTime();
      try {
        if (failure == null) {
          write(group, durable || !open);
        }
        if (failure == null && durable && begun - synced > SYNC_NANOS) {
          force();
          synced = begun;
        }
      } catch (RuntimeException | Error e) {
        fail(unexpected(e));
      }
      busyNanos += System.nanoTime() - begun;
      release(group);
      group.clear();
    }
  }

  /** Lets everyone go on who waits for one of these. */
  private void release(List<Entry> group) {
    int settled = 0;
    for (Entry entry : group) {
      settled += entry.outcome ? 1 : 0;
      if (entry.committed != null) {
        entry.committed.countDown();
      }
    }
    if (settled > 0) {
      outcomes.remove(settled);
    }
  }

  private JournalException unexpected(Throwable e) {
    return new JournalException(
        "the journal " + store.name() + " could not be written: " + e,
        "run the same command again; report this if it happens once more",
        e);
  }

  /** Waits for a change and takes what is there; false at the end. */
  private boolean await(List<Entry> group) {
    try {
      group.add(queue.take());
      if (durable) {
        gathering.await();
      }
      queue.drainTo(group, CHANGES_PER_COMMIT);
    } catch (InterruptedException e) {
      // Nothing interrupts the writer: end() ends it, after everything is written.
      return true;
    }
    return !group.remove(END);
  }

  private void write(List<Entry> group, boolean atOnce) {
    if (uncommitted == 0 && group.stream().allMatch(entry -> entry.change == NOTHING)) {
      return;
    }
    long begun = System.nanoTime();
    for (int attempt = 1; !written(group, atOnce, mayTryAgain(attempt, begun)); attempt++) {
      // Another process was in the way: its changes are committed by now.
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
        awaited |= entry.committed != null;
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
      fail(store.failure(e));
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
    group.stream().filter(entry -> entry.outcome).forEach(ordered::add);
    group.stream().filter(entry -> !entry.outcome).forEach(ordered::add);
    return ordered;
  }

  private void apply(Entry entry) throws SQLException {
    if (!entry.outcome) {
      session.writeOutcomes();
    }
    entry.change.apply(session);
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
      fail(store.failure(e));
    } catch (JournalException e) {
      fail(e);
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

  private void force() {
    try {
      guard.sync();
    } catch (JournalException e) {
      fail(e);
    }
  }

  /** Writes everything that was handed in, and ends; throws a failure that was not reported yet. */
  void end() throws JournalException, InterruptedException {
    // From now on a failure is reported to the caller of end() only.
    listener = null;
    if (thread.isAlive()) {
      gathering.waits(thread);
      queue.put(END);
      thread.join();
    }
    if (durable && failure == null) {
      force();
    }
    JournalException unheard = isReported ? null : failure;
    failure = failure == null ? ended() : failure;
    if (unheard != null) {
      throw unheard;
    }
  }

  /** For a caller that comes after the end, as a thread that was blocked when the run ended. */
  private JournalException ended() {
    return new JournalException(
        "the journal " + store.name() + " is closed: the run has ended",
        "run the same command again");
  }
}
