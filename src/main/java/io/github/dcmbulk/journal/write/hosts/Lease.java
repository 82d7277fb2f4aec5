package io.github.dcmbulk.journal.write.hosts;

import io.github.dcmbulk.journal.Sharing;
import io.github.dcmbulk.journal.store.Pipeline;
import io.github.dcmbulk.journal.store.PostgresStore;
import io.github.dcmbulk.journal.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The lease on this process's studies and directories. It is renewed every quarter of its duration
 * on a separate connection, which is also used to find processes whose lease has ended. Whether
 * work may be started is decided by this machine's monotonic clock. Thread-safe.
 */
public final class Lease implements AutoCloseable {
  private static final long TICK_MILLIS = 250;

  /** A connection that breaks without an error must not hide for long that the lease ends. */
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
  private volatile long clockAhead;
  private @Nullable ScheduledFuture<?> ticks;
  private volatile Runnable onSuperseded = () -> {};
  private boolean superseded;

  /**
   * A lease that has just been obtained.
   *
   * @param host this process's number
   * @param onLost called when the lease is lost, and all studies and directories with it
   */
  Lease(PostgresStore store, long run, long host, Sharing sharing, Runnable onLost) {
    this.store = store;
    this.run = run;
    this.host = host;
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

  /** Starts to renew it. */
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

  /** Sets what is called when the whole run was considered lost, and another one has begun. */
  public void onSuperseded(Runnable action) {
    onSuperseded = action;
  }

  /** How far the database's clock is ahead of the run's in this process, in ms. */
  long clockAheadMillis() {
    return clockAhead;
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
      count(c, now);
    } catch (SQLException e) {
      // The next tick makes a new connection; until then nothing is started.
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
        next = HostTables.join(Pipeline.of(c), run, sharing.lease());
      }
      long ahead =
          Sql.number(c, "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")
              - sharing.clock().get().toEpochMilli();
      c.commit();
      if (!isFresh()) {
        // The database was unreachable: the others could not renew their leases either, and now get
        // time to do so.
        takesOverFrom = now + sharing.lease().toNanos();
      }
      clockAhead = ahead == 0 ? 1 : ahead;
      if (!kept) {
        host = next;
        onLost.run();
      }
      renewed = now;
      if (takesOverFrom == 0 || now - takesOverFrom >= 0) {
        takeOver(c, next);
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
   * Releases the work of processes whose lease has ended. Each in its own transaction: a process
   * that was stopped within a transaction keeps its rows locked for a while, and must not delay the
   * renewal of this lease.
   */
  private void takeOver(Connection c, long self) throws SQLException {
    for (HostTables.Member member : HostTables.members(c)) {
      if (member.id() != self && member.run() == run && member.expired()) {
        try {
          Sql.execute(c, "SET LOCAL lock_timeout = '250ms'");
          if (HostTables.seize(c, member.id(), false)) {
            Pipeline pipeline = Pipeline.of(c);
            HostTables.release(pipeline, member.id(), false, sharing.waitForLost().toMillis());
            HostTables.end(pipeline, member.id());
            pipeline.flush();
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
    Sql.discard(c);
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
