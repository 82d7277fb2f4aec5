package io.github.dcmbulk.journal.write.hosts;

import io.github.dcmbulk.journal.HostShare;
import io.github.dcmbulk.journal.Sharing;
import io.github.dcmbulk.journal.read.HostQueries;
import io.github.dcmbulk.journal.store.PostgresStore;
import io.github.dcmbulk.journal.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * This process's part in a run that several processes share. It holds studies by claims, each with
 * an epoch that no other claim has, for as long as its lease is renewed. What it writes about a
 * study locks the study's row in the queue with that epoch: a write that finds none is not made, as
 * another process has the study. The statements run on the writer's thread; the rest is
 * thread-safe.
 *
 * <p>A method throws {@link SQLException} when the database failed.
 */
public final class SharedRun implements AutoCloseable {
  private static final String COUNT =
      """
      INSERT INTO host_count(host, name, n)
      SELECT ?, v.name, v.n FROM unnest(?::text[], ?::bigint[]) v(name, n)
      ON CONFLICT (host, name) DO UPDATE SET n = host_count.n + excluded.n\
      """;

  private final PostgresStore store;
  private final long run;
  private final Sharing sharing;
  private final CommitMark mark;
  private final Lease lease;
  private final Map<Long, Long> claims = new ConcurrentHashMap<>();

  /** Studies whose claim the open transaction has locked. */
  private final Set<Long> locked = new HashSet<>();

  /** Studies that it has claimed, and that it has let go. */
  private final Set<Long> taken = new HashSet<>();

  private final Set<Long> letGo = new HashSet<>();

  /** The process in whose name the open transaction writes what was found; 0 for none. */
  private long kept;

  /**
   * This process's part in a run.
   *
   * @param host the row of this process
   * @param walks whether this process finds the files
   * @param mark tells whether the open transaction was committed
   */
  public SharedRun(
      PostgresStore store, long run, long host, boolean walks, Sharing sharing, CommitMark mark) {
    this.store = store;
    this.run = run;
    this.sharing = sharing;
    this.mark = mark;
    this.lease = new Lease(store, run, host, walks, sharing, claims::clear);
  }

  /** The rules of sharing. */
  public Sharing sharing() {
    return sharing;
  }

  /** What keeps the others from taking over what this process holds. */
  public Lease lease() {
    return lease;
  }

  /** Whether something of the study may be begun now. */
  public boolean mayBegin(long study) {
    return lease.isFresh() && claims.containsKey(study);
  }

  /** Whether the study was claimed and has not been lost or let go since. */
  public boolean holds(long study) {
    return claims.containsKey(study);
  }

  /**
   * Claims the next study that is due and that the walk has left; empty if there is none.
   *
   * @param order which goes first, in SQL of {@code q} for the queue and {@code t} for the study
   * @param first studies that go before all others, in their order
   */
  public OptionalLong claim(Connection c, String order, List<Long> first) throws SQLException {
    if (!lease.isFresh()) {
      return OptionalLong.empty();
    }
    try (PreparedStatement claim =
        c.prepareStatement(
            """
            UPDATE queue SET owner = ?, epoch = nextval('claim_epoch'), horizon = 0
            WHERE study = (SELECT q.study FROM queue q JOIN study t ON t.id = q.study
              WHERE q.owner IS NULL AND q.seen < (SELECT walked_to FROM shared_run WHERE run = ?)
                AND q.due <= (extract(epoch FROM now()) * 1000)::bigint
              ORDER BY array_position(?, q.study), %s, q.study LIMIT 1 FOR UPDATE OF q SKIP LOCKED)
            RETURNING study, epoch\
            """
                .formatted(order))) {
      claim.setLong(1, lease.host());
      claim.setLong(2, run);
      claim.setArray(3, c.createArrayOf("bigint", first.toArray()));
      try (ResultSet row = claim.executeQuery()) {
        if (!row.next()) {
          return OptionalLong.empty();
        }
        claims.put(row.getLong(1), row.getLong(2));
        taken.add(row.getLong(1));
        locked.add(row.getLong(1));
        return OptionalLong.of(row.getLong(1));
      }
    }
  }

  /**
   * Locks the claim until the transaction ends, so that no other process takes the study over in
   * it.
   *
   * @return false if the study is lost: nothing may be written about it
   */
  public boolean lock(Connection c, long study) throws SQLException {
    Long epoch = claims.get(study);
    if (epoch == null) {
      return false;
    }
    if (!locked.add(study)) {
      return true;
    }
    try (PreparedStatement update =
        c.prepareStatement(
            "UPDATE queue SET epoch = epoch WHERE study = ? AND owner = ? AND epoch = ?")) {
      update.setLong(1, study);
      update.setLong(2, lease.host());
      update.setLong(3, epoch);
      if (update.executeUpdate() == 1) {
        return true;
      }
      locked.remove(study);
      claims.remove(study);
      return false;
    }
  }

  /** Whether the open transaction has locked the claim. */
  public boolean hasLocked(long study) {
    return locked.contains(study);
  }

  /** Locks all claims until the transaction ends; what is lost is not among them any more. */
  public void lockAll(Connection c) throws SQLException {
    Map<Long, Long> open = new TreeMap<>(claims);
    open.keySet().removeAll(locked);
    if (open.isEmpty()) {
      return;
    }
    try (PreparedStatement lock =
        c.prepareStatement(
            """
            SELECT q.study FROM queue q JOIN unnest(?::bigint[], ?::bigint[]) v(study, epoch)
              ON v.study = q.study AND v.epoch = q.epoch
            WHERE q.owner = ? ORDER BY q.study FOR NO KEY UPDATE OF q\
            """)) {
      lock.setArray(1, c.createArrayOf("int8", open.keySet().toArray(new Long[0])));
      lock.setArray(2, c.createArrayOf("int8", open.values().toArray(new Long[0])));
      lock.setLong(3, lease.host());
      try (ResultSet row = lock.executeQuery()) {
        while (row.next()) {
          locked.add(row.getLong(1));
          open.remove(row.getLong(1));
        }
      }
    }
    open.forEach(claims::remove);
  }

  /**
   * Whether what that process found may be written: until the transaction ends, no other process
   * takes its place.
   *
   * @param walker its number when it was found; 0 if it was lost then
   */
  public boolean mayRecord(Connection c, long walker) throws SQLException {
    if (walker != 0 && walker != kept && HostTables.keep(c, walker)) {
      kept = walker;
    }
    return walker != 0 && walker == kept;
  }

  /** The transaction is over; locks are gone. */
  public void transactionEnded(boolean committed) {
    claims.keySet().removeAll(committed ? letGo : taken);
    taken.clear();
    letGo.clear();
    locked.clear();
    kept = 0;
  }

  /** The study is let go; whatever is left of it in the queue is anybody's. */
  public void letGo(Connection c, long study) throws SQLException {
    if (claims.containsKey(study)) {
      try (PreparedStatement update =
          c.prepareStatement("UPDATE queue SET owner = NULL WHERE study = ? AND owner = ?")) {
        update.setLong(1, study);
        update.setLong(2, lease.host());
        update.executeUpdate();
      }
      letGo.add(study);
    }
  }

  /** Until when URLs may be used from now on; written before they are. */
  public void extendHorizon(Connection c, long study, long millis) throws SQLException {
    try (PreparedStatement update =
        c.prepareStatement(
            """
            UPDATE queue SET horizon = (extract(epoch FROM clock_timestamp()) * 1000)::bigint + ?
            WHERE study = ?\
            """)) {
      update.setLong(1, millis);
      update.setLong(2, study);
      update.executeUpdate();
    }
  }

  /**
   * What others do.
   *
   * @param walked whether everything was found
   * @param held studies that other processes deliver
   * @param dueMillis when the next waiting study is due, on this machine's clock; empty for none
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

  /** A moment on the database's clock, on this machine's. */
  public long here(long databaseMillis) {
    return databaseMillis == 0 ? 0 : databaseMillis - lease.clockAheadMillis();
  }

  /** A moment on this machine's clock, on the database's. */
  public long there(long millis) {
    return millis == 0 ? 0 : millis + lease.clockAheadMillis();
  }

  /** Tells whether the open transaction was committed, if its answer gets lost. */
  public CommitMark mark() {
    return mark;
  }

  /**
   * The last step of a transaction: adds to this process's share of the run's counts, and writes
   * the transaction's mark.
   */
  public void finish(Connection c, Map<String, Long> changes) throws SQLException {
    if (changes.isEmpty()) {
      mark.write(c);
      return;
    }
    try (PreparedStatement finish =
        c.prepareStatement("WITH m AS (" + CommitMark.WRITE + ") " + COUNT)) {
      mark.bind(finish);
      bind(c, finish, 3, changes);
      finish.executeUpdate();
    }
  }

  /** Adds to this process's share of the run's counts. */
  private void count(Connection c, Map<String, Long> changes) throws SQLException {
    if (changes.isEmpty()) {
      return;
    }
    try (PreparedStatement insert = c.prepareStatement(COUNT)) {
      bind(c, insert, 1, changes);
      insert.executeUpdate();
    }
  }

  private void bind(Connection c, PreparedStatement insert, int from, Map<String, Long> changes)
      throws SQLException {
    insert.setLong(from, lease.host());
    insert.setArray(from + 1, c.createArrayOf("text", changes.keySet().toArray(new String[0])));
    insert.setArray(from + 2, c.createArrayOf("int8", changes.values().toArray(new Long[0])));
  }

  /** Sets the counts whose names begin so, in place of those of any process. */
  public void replaceMet(Connection c, String prefix, Map<String, Long> counts)
      throws SQLException {
    try (PreparedStatement delete =
        c.prepareStatement(
            """
            DELETE FROM host_count WHERE name LIKE ? || '%'
              AND host IN (SELECT id FROM host WHERE run = ?)\
            """)) {
      delete.setString(1, prefix);
      delete.setLong(2, run);
      delete.executeUpdate();
    }
    count(c, counts);
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
    return sums;
  }

  /** Keeps which studies the walk has found, for the others' results. */
  public void keepSeen(Connection c, byte[] bits) throws SQLException {
    try (PreparedStatement update =
        c.prepareStatement("UPDATE shared_run SET seen = ? WHERE run = ? AND walker = ?")) {
      update.setBytes(1, bits);
      update.setLong(2, run);
      update.setLong(3, lease.host());
      update.executeUpdate();
    }
  }

  /** Which studies the walk has found; null while it goes on. */
  public byte @Nullable [] seen(Connection c) throws SQLException {
    try (PreparedStatement query =
        c.prepareStatement("SELECT seen FROM shared_run WHERE run = ?")) {
      query.setLong(1, run);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getBytes(1) : null;
      }
    }
  }

  /** All processes of the run. */
  public List<HostShare> shares(Connection c) throws SQLException {
    return HostQueries.ofRun(c, run, lease.host());
  }

  /**
   * Leaves the run; what it still holds may be in flight.
   *
   * @return whether it was the last process
   */
  public boolean leave(Connection c) throws SQLException {
    HostTables.release(c, lease.host(), claims.isEmpty(), waitMillis());
    HostTables.end(c, lease.host());
    return Sql.number(c, "SELECT count(*) FROM host WHERE ended IS NULL AND run = " + run) == 0;
  }

  private long waitMillis() {
    return sharing.window().plus(sharing.standstill()).toMillis();
  }

  PostgresStore store() {
    return store;
  }

  @Override
  public void close() {
    lease.close();
  }
}
