package io.github.dcmbulk.journal.write.hosts;

import io.github.dcmbulk.journal.SharedWork;
import io.github.dcmbulk.journal.Sharing;
import io.github.dcmbulk.journal.read.HostQueries;
import io.github.dcmbulk.journal.store.Parameters;
import io.github.dcmbulk.journal.store.Pipeline;
import io.github.dcmbulk.journal.store.PostgresStore;
import io.github.dcmbulk.journal.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * This process's part in a run that several processes share. It claims studies, each claim with a
 * unique epoch, for as long as its lease is renewed. Before it writes about a study it locks the
 * study's row in the queue that has this epoch. If there is no such row, another process has the
 * study, and nothing is written. The statements run on the writer's thread; the rest is
 * thread-safe.
 *
 * <p>A method throws {@link SQLException} when the database failed.
 */
public final class SharedRun implements AutoCloseable {
  private final PostgresStore store;
  private final long run;
  private final Sharing sharing;
  private final CommitMark mark;
  private final Lease lease;
  private final Claims claims;
  private final DirectoryQueue directories;

  private volatile @Nullable Duration lastUrlLifetime;

  private final RequestShare requests = new RequestShare();

  /** The process for which the open transaction records files; 0 for none. */
  private long kept;

  /**
   * This process's part in a run.
   *
   * @param host the row of this process
   * @param mark shows whether a commit whose answer was lost took place
   */
  public SharedRun(PostgresStore store, long run, long host, Sharing sharing, CommitMark mark) {
    this.store = store;
    this.run = run;
    this.sharing = sharing;
    this.mark = mark;
    this.lease = new Lease(store, run, host, sharing, this::lost);
    this.claims = new Claims(run, lease);
    this.directories = new DirectoryQueue(run, lease);
  }

  /** Another session is used from now on. */
  public void begin(Connection c) throws SQLException {
    // Without this, currval() would fail before the session has claimed anything.
    Sql.number(c, "SELECT nextval('claim_epoch')");
  }

  /** Lifetime of the last URL; null before the first. */
  public @Nullable Duration lastUrlLifetime() {
    return lastUrlLifetime;
  }

  /** Records the lifetime of a URL. */
  public void sawUrlLifetime(Duration lifetime) {
    lastUrlLifetime = lifetime;
  }

  /** The rules of sharing. */
  public Sharing sharing() {
    return sharing;
  }

  /** This process's requests, which are counted for the whole run. */
  public RequestShare requests() {
    return requests;
  }

  private void lost() {
    claims.forget();
  }

  /** The studies that it has claimed. */
  public Claims claims() {
    return claims;
  }

  /** The directories that are to be listed. */
  public DirectoryQueue directories() {
    return directories;
  }

  /** The lease on this process's studies and directories. */
  public Lease lease() {
    return lease;
  }

  /**
   * Whether files found by this process may be recorded: until the transaction ends, no other
   * process takes over its directories.
   *
   * @param host its number when it took the directory
   * @param readFirst whether to find it out now; otherwise the transaction fails if they may not,
   *     which is very rare
   */
  public boolean mayRecord(Pipeline pipeline, long host, boolean readFirst) throws SQLException {
    if (host != 0 && host != kept) {
      if (!readFirst) {
        HostTables.expectKept(pipeline, host);
        kept = host;
      } else if (HostTables.keep(pipeline, host)) {
        kept = host;
      }
    }
    return host != 0 && host == kept;
  }

  /** The transaction has ended, and its locks with it. */
  public void transactionEnded(boolean committed) {
    claims.transactionEnded(committed);
    requests.transactionEnded(committed);
    kept = 0;
  }

  /**
   * Work of the other processes.
   *
   * @param walked whether everything was found
   * @param held studies that other processes deliver
   * @param dueMillis when the next waiting study is due, on the run's clock; empty for none
   */
  public record Rest(boolean walked, long held, OptionalLong dueMillis) {}

  /**
   * What is left for all processes together.
   *
   * @throws SQLException the database failed
   */
  public Rest rest(Connection c) throws SQLException {
    try (PreparedStatement query =
        c.prepareStatement(
            """
            SELECT r.walk_done, (SELECT count(*) FROM queue WHERE owner IS NOT NULL AND owner <> ?),
              (SELECT min(due) FROM queue WHERE owner IS NULL)
            FROM shared_run r WHERE r.run = ?\
            """)) {
      query.setLong(1, lease.host());
      query.setLong(2, run);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        long due = row.getLong(3);
        OptionalLong next = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(here(due));
        return new Rest(row.getBoolean(1), row.getLong(2), next);
      }
    }
  }

  /** A moment on the database's clock, on the run's in this process. */
  public long here(long databaseMillis) {
    return databaseMillis == 0 ? 0 : databaseMillis - lease.clockAheadMillis();
  }

  /** A moment on the run's clock in this process, on the database's. */
  public long there(long millis) {
    return millis == 0 ? 0 : millis + lease.clockAheadMillis();
  }

  /** Shows whether the open transaction was committed, if the answer to its COMMIT is lost. */
  public CommitMark mark() {
    return mark;
  }

  /**
   * The last step of a transaction: adds to this process's share of the run's counts, and writes
   * the transaction's mark.
   */
  public void finish(Pipeline pipeline, Map<String, Long> changes) throws SQLException {
    pipeline.update(CommitMark.WRITE, mark.values());
    Map<String, Long> all = new HashMap<>(changes);
    all.putAll(requests.take());
    count(pipeline, all);
  }

  /** Adds to this process's share of the run's counts. */
  private void count(Pipeline pipeline, Map<String, Long> changes) throws SQLException {
    if (!changes.isEmpty()) {
      pipeline.update(
          """
          INSERT INTO host_count(host, name, n)
          SELECT ?, v.name, v.n FROM unnest(?::text[], ?::bigint[]) v(name, n)
          ON CONFLICT (host, name) DO UPDATE SET n = host_count.n + excluded.n\
          """,
          Parameters.of().number(lease.host()).texts(changes.keySet()).numbers(changes.values()));
    }
  }

  /** What all processes have counted, by name. */
  public Map<String, Long> counted(Connection c) throws SQLException {
    Map<String, Long> sums = new ConcurrentHashMap<>();
    try (PreparedStatement query =
        c.prepareStatement(
            """
            SELECT k.name, sum(k.n) FROM host_count k JOIN host h ON h.id = k.host
            WHERE h.run = ? GROUP BY 1\
            """)) {
      query.setLong(1, run);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          sums.put(row.getString(1), row.getLong(2));
        }
      }
    }
    // What the open transaction adds last.
    requests.take().forEach((name, n) -> sums.merge(name, n, Long::sum));
    return sums;
  }

  /** Passes each study that the processes have found to the consumer. */
  public void found(Connection c, LongConsumer studies) throws SQLException {
    try (PreparedStatement query = c.prepareStatement("SELECT study FROM study_found");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        studies.accept(row.getLong(1));
      }
    }
  }

  /** How far all processes of the run are. */
  public SharedWork work(Connection c) throws SQLException {
    try (PreparedStatement query =
            c.prepareStatement(
                """
                SELECT count(*) FILTER (WHERE owner IS NULL AND NOT done),
                  count(*) FILTER (WHERE owner IS NOT NULL), count(*) FILTER (WHERE done)
                FROM walk_dir\
                """);
        ResultSet row = query.executeQuery()) {
      row.next();
      return new SharedWork(
          row.getLong(1), row.getLong(2), row.getLong(3), HostQueries.ofRun(c, run, lease.host()));
    }
  }

  /**
   * Leaves the run; instances of its studies may still be in flight.
   *
   * @return whether it was the last process
   */
  public boolean leave(Pipeline pipeline) throws SQLException {
    // One after the other: of two processes that leave at the same time, neither would see that the
    // other has left.
    pipeline.queryLater(
        "SELECT run FROM shared_run WHERE run = ? FOR UPDATE",
        Parameters.of().number(run),
        row -> {});
    HostTables.endUrls(pipeline, lease.host());
    HostTables.release(pipeline, lease.host(), claims.areNone(), waitForLost().toMillis());
    HostTables.end(pipeline, lease.host());
    return pipeline.query(
        "SELECT NOT EXISTS (SELECT 1 FROM host WHERE ended IS NULL AND run = ?)",
        Parameters.of().number(run),
        row -> row.next() && row.getBoolean(1));
  }

  /** How long after the end of its URLs a study of a lost process is sent again. */
  public Duration waitForLost() {
    return sharing.waitForLost();
  }

  PostgresStore store() {
    return store;
  }

  @Override
  public void close() {
    lease.close();
  }
}
