package io.github.dcmbulk.journal.write.hosts;

import io.github.dcmbulk.journal.NextStudy;
import io.github.dcmbulk.journal.store.Parameters;
import io.github.dcmbulk.journal.store.Pipeline;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The studies that a process holds, each under a number that no other claim has. The statements run
 * on the writer's thread; the rest is thread-safe.
 *
 * <p>A method throws {@link SQLException} when the database failed.
 */
public final class Claims {
  private static final String LOCK =
      """
      SELECT q.study FROM queue q JOIN unnest(?::bigint[], ?::bigint[]) v(study, epoch)
        ON v.study = q.study AND v.epoch = q.epoch
      WHERE q.owner = ? ORDER BY q.study FOR NO KEY UPDATE OF q\
      """;

  private final long run;
  private final Lease lease;
  private final Map<Long, Long> claims = new ConcurrentHashMap<>();

  /** Studies whose claim the open transaction has locked. */
  private final Set<Long> locked = new HashSet<>();

  /** Studies that it has claimed, and those that it has released. */
  private final Set<Long> taken = new HashSet<>();

  private final Set<Long> released = new HashSet<>();

  /** Studies that were released as done, by their row's number. */
  private final BitSet done = new BitSet();

  Claims(long run, Lease lease) {
    this.run = run;
    this.lease = lease;
  }

  /** All are lost. */
  void forget() {
    claims.clear();
    synchronized (done) {
      done.clear();
    }
  }

  boolean areNone() {
    return claims.isEmpty();
  }

  /** Whether an instance of the study may be started now. */
  public boolean mayBegin(long study) {
    return lease.isFresh() && claims.containsKey(study);
  }

  /** Whether the study was claimed and has not been lost or released since. */
  public boolean holds(long study) {
    return claims.containsKey(study);
  }

  /**
   * Claims the next study that is due and released by the walk. It is known when the transaction is
   * committed, unless there are studies that are sent before all others.
   *
   * @param first studies that are sent before all others, in their order
   * @param afterWalk whether none may be sent before everything is found
   * @param claimed gets the study; not called if there is none
   */
  public void claim(
      Pipeline pipeline, List<Long> first, boolean afterWalk, Consumer<NextStudy> claimed)
      throws SQLException {
    if (!lease.isFresh()) {
      return;
    }
    if (!first.isEmpty()) {
      boolean[] any = new boolean[1];
      claim(
          pipeline,
          "AND q.study = ANY(?) ORDER BY array_position(?, q.study)",
          values(afterWalk).numbers(first).numbers(first),
          study -> {
            any[0] = true;
            claimed.accept(study);
          });
      pipeline.flush();
      if (any[0]) {
        return;
      }
    }
    // The order of the index queue_free.
    claim(pipeline, "ORDER BY q.rank, q.seen, q.study", values(afterWalk), claimed);
  }

  private Parameters values(boolean afterWalk) {
    return Parameters.of().number(lease.host()).flag(afterWalk).number(run);
  }

  private void claim(
      Pipeline pipeline, String order, Parameters values, Consumer<NextStudy> claimed)
      throws SQLException {
    StudyClaim.begin(
        pipeline,
        run,
        lease.host(),
        order,
        values,
        (study, epoch) -> {
          claims.put(study, epoch);
          taken.add(study);
          locked.add(study);
        },
        claimed);
  }

  /**
   * Returns studies of which it is not known that this process has claimed them, because the answer
   * to a COMMIT was lost.
   */
  public void releaseUnknown(Connection c) throws SQLException {
    try (PreparedStatement release =
        c.prepareStatement("UPDATE queue SET owner = NULL WHERE owner = ? AND study <> ALL(?)")) {
      release.setLong(1, lease.host());
      release.setArray(2, c.createArrayOf("bigint", claims.keySet().toArray()));
      release.executeUpdate();
    }
  }

  /**
   * Sets the place of each study in the queue, for later claims.
   *
   * @param order the order, in SQL of {@code q} for the queue and {@code t} for the study
   */
  public void rank(Pipeline pipeline, String order) throws SQLException {
    pipeline.update(
        """
        UPDATE queue SET rank = r.n FROM (
          SELECT q.study, row_number() OVER (ORDER BY %s, q.study) AS n
          FROM queue q JOIN study t ON t.id = q.study) r
        WHERE r.study = queue.study\
        """
            .formatted(order),
        Parameters.of());
  }

  /**
   * Locks all claims until the transaction ends, so that no other process takes over one of the
   * studies before.
   *
   * @return false if the study is lost: nothing may be written about it
   */
  public boolean lock(Pipeline pipeline, long study) throws SQLException {
    if (!claims.containsKey(study)) {
      return false;
    }
    if (!locked.contains(study)) {
      lockAll(pipeline);
      pipeline.flush();
    }
    return locked.contains(study);
  }

  /**
   * The same, if the study is not lost, which nearly always is so: it is found out with the next
   * statement whose answer is needed, or with the COMMIT, and then the transaction fails with a
   * conflict.
   *
   * @return false if one of them is known to be lost
   */
  public boolean expect(Pipeline pipeline, Collection<Long> studies) throws SQLException {
    Map<Long, Long> open = new TreeMap<>();
    for (long study : studies) {
      Long epoch = claims.get(study);
      if (epoch == null) {
        return false;
      }
      open.put(study, epoch);
    }
    open.keySet().removeAll(locked);
    if (!open.isEmpty()) {
      pipeline.expect(
          LOCK,
          Parameters.of().numbers(open.keySet()).numbers(open.values()).number(lease.host()),
          open.size());
    }
    return true;
  }

  /** Whether the open transaction has locked the claim. */
  public boolean hasLocked(long study) {
    return locked.contains(study);
  }

  /**
   * Locks all claims until the transaction ends; after the next flush of the pipeline, lost studies
   * are no longer among them.
   */
  public void lockAll(Pipeline pipeline) throws SQLException {
    Map<Long, Long> open = new TreeMap<>(claims);
    open.keySet().removeAll(locked);
    if (open.isEmpty()) {
      return;
    }
    pipeline.queryLater(
        LOCK,
        Parameters.of().numbers(open.keySet()).numbers(open.values()).number(lease.host()),
        row -> {
          while (row.next()) {
            locked.add(row.getLong(1));
            open.remove(row.getLong(1));
          }
          open.forEach(claims::remove);
        });
  }

  /**
   * Which of these studies this process has released, and no process is to deliver now: outcomes of
   * their instances may still be written, as long as the lease was not lost.
   */
  public Set<Long> done(Pipeline pipeline, Collection<Long> studies) throws SQLException {
    Set<Long> own = new TreeSet<>(studies);
    synchronized (done) {
      own.removeIf(study -> !done.get(Math.toIntExact(study)));
    }
    if (own.isEmpty()) {
      return own;
    }
    return pipeline.query(
        """
        WITH me AS (SELECT id FROM host WHERE id = ? AND ended IS NULL FOR KEY SHARE)
        SELECT v FROM me, unnest(?::bigint[]) v
        WHERE NOT EXISTS (SELECT 1 FROM queue q WHERE q.study = v)\
        """,
        Parameters.of().number(lease.host()).numbers(own),
        row -> {
          Set<Long> free = new HashSet<>();
          while (row.next()) {
            free.add(row.getLong(1));
          }
          return free;
        });
  }

  /** The transaction has ended, and its locks with it. */
  void transactionEnded(boolean committed) {
    claims.keySet().removeAll(committed ? released : taken);
    if (committed) {
      synchronized (done) {
        released.forEach(study -> done.set(Math.toIntExact(study)));
      }
    }
    taken.clear();
    released.clear();
    locked.clear();
  }

  /** The study is released; any process may take what is left of it in the queue. */
  public void release(Pipeline pipeline, long study) throws SQLException {
    if (claims.containsKey(study)) {
      pipeline.update(
          "UPDATE queue SET owner = NULL WHERE study = ? AND owner = ?",
          Parameters.of().number(study).number(lease.host()));
      released.add(study);
    }
  }

  /** Records until when URLs may be used; written before they are used. */
  public void extendHorizon(Pipeline pipeline, long study, long millis) throws SQLException {
    pipeline.update(
        """
        UPDATE queue SET horizon = greatest(horizon,
          (extract(epoch FROM clock_timestamp()) * 1000)::bigint + ?)
        WHERE study = ?\
        """,
        Parameters.of().number(millis).number(study));
  }
}
