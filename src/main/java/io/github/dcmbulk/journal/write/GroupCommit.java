package io.github.dcmbulk.journal.write;

import io.github.dcmbulk.journal.OutageListener;
import io.github.dcmbulk.journal.OutcomeLimit;
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
 * The only writer of a journal. Changes are applied in the order of the calls, all waiting ones in
 * one transaction. A committed change survives the end of the process. Twice a second the log is
 * also forced to the disk, so that a power cut loses half a second at most.
 *
 * <p>After the first failure, of whatever kind, nothing more is written and every later call
 * throws; no caller waits for a change that is never applied.
 *
 * <p>A method throws {@link JournalException} when the writer has failed, and {@link
 * InterruptedException} when the calling thread is interrupted while it waits.
 */
final class GroupCommit {
  private static final int CHANGES_PER_COMMIT = 512;

  private static final int WAITING = 256;

  /**
   * Longest wait for further changes while no thread waits for a commit. For 8,000 small instances
   * the writer takes 0.5 s of CPU time; with a transaction for each outcome it took 1.1 s.
   */
  private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final long SYNC_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** A change to the journal, run on the writer's thread inside a transaction. */
  @FunctionalInterface
  interface Change {
    void apply(WriteSession session) throws SQLException;
  }

  record Entry(Change change, @Nullable CountDownLatch committed, boolean outcome) {}

  static final Change NOTHING = session -> {};
  private static final Change LAST = session -> {};
  private static final Entry END = new Entry(LAST, null, false);

  private final JournalStore store;
  private final boolean durable;
  private final @Nullable Reconnection reconnection;
  private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(WAITING);
  private final Gathering gathering = new Gathering(GATHER_NANOS);
  private final UncommittedOutcomes outcomes = new UncommittedOutcomes();
  private final WriterFailure failure = new WriterFailure();
  private final Thread thread;
  private final WriterTransaction transaction;
  private long busyNanos;
  private long synced = System.nanoTime();

  GroupCommit(JournalStore store, Connection connection, WriteSession session, boolean durable)
      throws SQLException {
    this(store, connection, session, durable, null);
  }

  /** Writes to a database that may be unreachable for a while. */
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
    this.durable = durable;
    this.transaction =
        new WriterTransaction(store, connection, session, durable, reconnection, failure);
    this.thread = new Thread(this::work, "journal");
    this.thread.setDaemon(true);
    this.thread.start();
  }

  /** Hands in a change without waiting for its commit; waits only while too many are queued. */
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
      failure.throwIfFailed();
    };
  }

  /**
   * Hands in the outcome of an instance, and waits only while too many outcomes are not committed.
   *
   * @throws JournalException the writer has failed; outcomes may be lost
   * @throws InterruptedException while waiting; unless the queue was full, it is handed in
   */
  void submitOutcome(Change change, OutcomeLimit limit)
      throws JournalException, InterruptedException {
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
    if (reconnection != null && outcomes.areMoreThan(limit.most() / 2)) {
      // The answer of a server takes time, in which the other half can gather.
      gathering.enough(thread);
    }
    if (outcomes.areMoreThan(limit.most())) {
      gathering.waits(thread);
      try {
        outcomes.await(limit);
      } finally {
        gathering.waitsNoMore();
      }
    }
    failure.throwIfFailed();
  }

  /** Calls back when the database cannot be reached, and when it is reached again. */
  void onOutage(OutageListener action) {
    if (reconnection != null) {
      reconnection.onOutage(action);
    }
  }

  /** Whether the database is known to be unreachable. */
  boolean isUnreachable() {
    return reconnection != null && reconnection.isUnreachable();
  }

  /** Whether nothing more can be written. */
  boolean hasFailed() {
    return failure.hasFailed();
  }

  /** The connection of the writer; to be used after the writer has ended. */
  Connection connection() {
    return transaction.connection();
  }

  /** Seconds spent writing so far. */
  double busySeconds() {
    return busyNanos / 1e9;
  }

  private void put(Entry entry) throws JournalException, InterruptedException {
    failure.throwIfFailed();
    if (queue.offer(entry)) {
      return;
    }
    gathering.waits(thread);
    try {
      while (!queue.offer(entry, 100, TimeUnit.MILLISECONDS)) {
        failure.throwIfFailed();
      }
    } finally {
      gathering.waitsNoMore();
    }
  }

  /** Calls back at the first failure, on the writer's thread. */
  void onFailure(Consumer<JournalException> action) {
    failure.onFirst(action);
  }

  private void work() {
    List<Entry> group = new ArrayList<>();
    boolean open = true;
    while (open) {
      open = await(group);
      long begun = System.nanoTime();
      try {
        if (!failure.hasFailed()) {
          transaction.write(group, durable || !open);
        }
        if (!failure.hasFailed() && durable && begun - synced > SYNC_NANOS) {
          transaction.force();
          synced = begun;
        }
      } catch (RuntimeException | Error e) {
        failure.set(unexpected(e));
      }
      busyNanos += System.nanoTime() - begun;
      release(group);
      group.clear();
    }
  }

  /** Wakes the threads that wait for one of these changes. */
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

  /** Waits for a change and takes all that are queued; false at the end. */
  private boolean await(List<Entry> group) {
    try {
      group.add(queue.take());
      gathering.await();
      queue.drainTo(group, CHANGES_PER_COMMIT);
    } catch (InterruptedException e) {
      // Nothing interrupts the writer: end() ends it, after everything is written.
      return true;
    }
    // Not by Entry.equals: linking a record's generated method costs some milliseconds at the
    // start.
    return !group.removeIf(entry -> entry.change == LAST);
  }

  /** Writes everything that was handed in, and ends; throws a failure that was not reported yet. */
  void end() throws JournalException, InterruptedException {
    // From now on a failure is reported to the caller of end() only.
    failure.onFirst(null);
    if (thread.isAlive()) {
      gathering.waits(thread);
      queue.put(END);
      thread.join();
    }
    if (durable && !failure.hasFailed()) {
      transaction.force();
    }
    failure.close(ended());
  }

  /** For a call after the end, for example by a thread that was blocked when the run ended. */
  private JournalException ended() {
    return new JournalException(
        "the journal " + store.name() + " is closed: the run has ended",
        "run the same command again");
  }
}
