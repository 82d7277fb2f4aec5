package io.github.dcmbulk.journal.read;

import io.github.dcmbulk.journal.HostShare;
import io.github.dcmbulk.journal.RunCounts;
import io.github.dcmbulk.journal.RunProgress;
import io.github.dcmbulk.journal.store.Dialect;
import io.github.dcmbulk.journal.store.RunTopic;
import io.github.dcmbulk.journal.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads which processes share a run, and what each does. */
public final class HostQueries {
  /**
   * A process that finds a file adds it to one of these counts; the process that changes its state
   * subtracts it there and adds it to another.
   */
  private static final String[] BUCKETS =
      Arrays.stream(RunCounts.Bucket.values()).map(Enum::name).toArray(String[]::new);

  /** Whether a process recorded a time under that name in its progress. */
  private static final String NOTED =
      """
      h.ended IS NULL AND EXISTS (SELECT 1 FROM run_fact f WHERE f.run = h.run AND f.topic = '%s'
        AND f.name = h.id || ':%s' AND f.value <> '0')\
      """;

  private HostQueries() {}

  private static String noted(String name) {
    return NOTED.formatted(RunTopic.PROGRESS, name);
  }

  /** The processes of the current run; none if there is no run, or it cannot be shared. */
  static List<HostShare> now(Connection c) throws SQLException {
    if (Dialect.of(c) == Dialect.SQLITE) {
      return List.of();
    }
    long run = Sql.number(c, "SELECT coalesce(max(run), 0) FROM host WHERE ended IS NULL");
    return run == 0
        ? List.of()
        : ofRun(c, run, 0).stream().filter(host -> host.silentMillis() >= 0).toList();
  }

  /**
   * The processes of a run, those that have left included. A lease may be renewed after this
   * transaction began, and {@code now()} is its beginning.
   *
   * @throws SQLException the database failed
   */
  public static List<HostShare> ofRun(Connection c, long run, long self) throws SQLException {
    List<HostShare> shares = new ArrayList<>();
    try (PreparedStatement query =
        c.prepareStatement(
            """
            SELECT h.name, h.pid,
              coalesce((SELECT sum(n) FROM host_count k WHERE k.host = h.id AND k.name = 'UPLOADED'), 0),
              coalesce((SELECT sum(n) FROM host_count k
                WHERE k.host = h.id AND k.name = 'uploadedBytes'), 0),
              coalesce((SELECT sum(n) FROM host_count k
                WHERE k.host = h.id AND k.name = ANY(?)), 0),
              (SELECT count(*) FROM walk_dir d WHERE d.owner = h.id),
              (SELECT count(*) FROM queue q WHERE q.owner = h.id),
              CASE WHEN h.ended IS NULL THEN
                greatest(0, extract(epoch FROM now() - h.renewed) * 1000) ELSE -1 END,
              h.ended IS NULL AND h.expires < now(), h.id = ?, %s, %s
            FROM host h WHERE h.run = ? ORDER BY h.id\
            """
                .formatted(noted(RunProgress.PAUSED_SINCE), noted(RunProgress.OUTAGE_SINCE)))) {
      query.setArray(1, c.createArrayOf("text", BUCKETS));
      query.setLong(2, self);
      query.setLong(3, run);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          shares.add(
              new HostShare(
                  row.getString(1),
                  row.getLong(2),
                  row.getLong(3),
                  row.getLong(4),
                  row.getLong(5),
                  row.getLong(6),
                  row.getLong(7),
                  (long) row.getDouble(8),
                  row.getBoolean(9),
                  row.getBoolean(11),
                  row.getBoolean(12),
                  row.getBoolean(10)));
        }
      }
    }
    return shares;
  }
}
