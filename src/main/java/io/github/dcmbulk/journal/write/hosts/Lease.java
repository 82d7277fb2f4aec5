package io.github.dcmbulk.journal.write.hosts;

import io.github.dcmbulk.journal.Sharing;
import io.github.dcmbulk.journal.store.PostgresStore;
import io.github.dcmbulk.journal.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The lease by which this process holds what it holds: renewed every quarter of its time on a
 * connection of its own, where it also looks for processes whose lease has ended. Whether something
 * may be begun is decided by this machine's monotonic clock. Thread-safe.
 */
public final class Lease implements AutoCloseable {
  private static final long TICK_MILLIS = 250;

  /** A connection that is cut off without a word must not hide for long that the lease ends. */
  private static final int MOST_ANSWER_MILLIS = 10_000;

  private final PostgresStore store;
  private final long run;
  private final Sharing sharing;
  private final Runnable onLost;
  private final ScheduledExecutorService timer;
  private @Nullable Connection connection;
  private volatile int processes = 1;
  private long counted;
  private volatile long host;
  private volatile long renewed;
  private long takesOverFrom;
  private volatile boolean walks;
  private volatile long clockAhead;
  private volatile long walkedTo;
  private volatile boolean walkDone;
  private @Nullable ScheduledFuture<?> ticks;
  private long published = -1;
  private volatile Runnable onWalk = () -> {};
  private volatile Runnable onSuperseded = () -> {};
  private boolean superseded;

  /**
   * A lease that has just been given.
   *
   * @param host this process's number
   * @param walks whether it is the one that finds the files
   * @param onLost the lease was taken away, and what it held is lost
   */
  Lease(PostgresStore store, long run, long host, boolean walks, Sharing sharing, Runnable onLost) {
    this.store = store;
    this.run = run;
    this.host = host;
    this.walks = walks;
    this.sharing = sharing;
    this.onLost = onLost;
    this.renewed = System.nanoTime();
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "lease");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins to renew it. */
  public void start() {
    tick();
    ticks =
        timer.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** This process's number; another one after the lease was lost. */
  public long host() {
    return host;
  }

  /** Whether the last renewal is younger than half a lease. */
  public boolean isFresh() {
    return System.nanoTime() - renewed < sharing.lease().toNanos() / 2;
  }

  /** Whether this process is the one that finds the files. */
  public boolean walks() {
    return walks;
  }

  /** This process's number while it is the one that finds the files, else 0. */
  public long walker() {
    return walks ? host : 0;
  }

  /** What to do when the process that finds the files is lost and this one takes its place. */
  public void onWalk(Runnable action) {
    onWalk = action;
  }

  /** What to do when the whole run was taken for lost, and another one has begun. */
  public void onSuperseded(Runnable action) {
    onSuperseded = action;
  }

  /** How far the database's clock is ahead of this machine's, in ms. */
  long clockAheadMillis() {
    return clockAhead;
  }

  /**
   * How far the walk is.
   *
   * @param to studies last seen in a directory with a lower number may go
   * @param done whether everything was found and recorded
   */
  public void walked(long to, boolean done) {
    walkedTo = to;
    walkDone = done;
  }

  private void tick() {
    if (superseded) {
      return;
    }
    try {
      Connection c = connection;
      if (c == null) {
        c = store.session();
        c.setNetworkTimeout(Runnable::run, answerMillis());
        connection = c;
      }
      long quarter = sharing.lease().toNanos() / 4;
      long now = System.nanoTime();
      if (now - renewed >= quarter || clockAhead == 0) {
        renew(c, now);
      }
      publish(c);
      count(c, now);
    } catch (SQLException e) {
      // The next tick makes a new connection; until then nothing is begun.
      drop();
    } catch (RuntimeException e) {
      drop();
    }
  }

  private int answerMillis() {
    return (int) Math.min(MOST_ANSWER_MILLIS, sharing.lease().toMillis() / 4);
  }

  private void renew(Connection c, long now) throws SQLException {
    c.setAutoCommit(false);
    try {
      boolean kept = HostTables.renew(c, host, sharing.lease());
      long next = host;
      if (!kept && Sql.number(c, "SELECT count(*) FROM shared_run WHERE run > " + run) > 0) {
        c.rollback();
        superseded = true;
        onLost.run();
        onSuperseded.run();
        return;
      }
      if (!kept) {
        next = HostTables.join(c, run, sharing.lease());
      }
      long ahead =
          Sql.number(c, "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")
              - System.currentTimeMillis();
      c.commit();
      if (!isFresh()) {
        // The database was away: the others could not renew theirs either, and now have the time.
        takesOverFrom = now + sharing.lease().toNanos();
      }
      clockAhead = ahead == 0 ? 1 : ahead;
      if (!kept) {
        walks = false;
        host = next;
        onLost.run();
      }
      renewed = now;
      if (takesOverFrom == 0 || now - takesOverFrom >= 0) {
        takeOver(c, next);
      }
      if (kept && !walks && walkerIsLost(c)) {
        c.commit();
        walks = true;
        onWalk.run();
      }
      c.commit();
    } catch (SQLException e) {
      c.rollback();
      throw e;
    } finally {
      c.setAutoCommit(true);
    }
  }

  /**
   * What processes held whose lease has ended is anybody's. Each by itself: one that stands still
   * in the middle of a transaction keeps its rows locked for a while, and must not cost this one
   * its lease.
   */
  private void takeOver(Connection c, long self) throws SQLException {
    for (HostTables.Member member : HostTables.members(c)) {
      if (member.id() != self && member.run() == run && member.expired()) {
        try {
          Sql.execute(c, "SET LOCAL lock_timeout = '250ms'");
          if (HostTables.seize(c, member.id(), false)) {
            HostTables.release(
                c, member.id(), false, sharing.window().plus(sharing.standstill()).toMillis());
            HostTables.end(c, member.id());
          }
          c.commit();
        } catch (SQLException e) {
          c.rollback();
          if (!store.isConflict(e)) {
            throw e;
          }
        }
      }
    }
    c.commit();
  }

  /** Whether no process finds the files any more, so that this one does from now on. */
  private boolean walkerIsLost(Connection c) throws SQLException {
    try (PreparedStatement update =
        c.prepareStatement(
            """
            UPDATE shared_run SET walker = ? WHERE run = ? AND NOT walk_done AND NOT EXISTS (
              SELECT 1 FROM host h WHERE h.id = walker AND h.ended IS NULL)\
            """)) {
      update.setLong(1, host);
      update.setLong(2, run);
      return update.executeUpdate() == 1;
    }
  }

  private void publish(Connection c) throws SQLException {
    long to = walkedTo;
    boolean done = walkDone;
    if (!walks || (to == published && !done) || published == Long.MAX_VALUE) {
      return;
    }
    try (PreparedStatement update =
        c.prepareStatement(
            """
            UPDATE shared_run SET walked_to = ?, walk_done = ? WHERE run = ? AND walker = ?\
            """)) {
      update.setLong(1, done ? Long.MAX_VALUE : to);
      update.setBoolean(2, done);
      update.setLong(3, run);
      update.setLong(4, host);
      update.executeUpdate();
      published = done ? Long.MAX_VALUE : to;
    }
  }

  /** How many processes share the run now. */
  public int processes() {
    return processes;
  }

  private void count(Connection c, long now) throws SQLException {
    if (counted == 0 || now - counted > TimeUnit.SECONDS.toNanos(1)) {
      counted = now;
      processes =
          (int) Sql.number(c, "SELECT count(*) FROM host WHERE ended IS NULL AND run = " + run);
    }
  }

  private void drop() {
    Connection c = connection;
    connection = null;
    try {
      if (c != null) {
        c.close();
      }
    } catch (SQLException e) {
      // It is of no use any more.
      return;
    }
  }

  @Override
  public void close() {
    if (ticks != null) {
      ticks.cancel(true);
    }
    timer.shutdownNow();
    try {
      if (!timer.awaitTermination(5, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    drop();
  }
}
