package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.store.DamagedRowException;
import io.github.dcmbulk.journal.store.Parameters;
import io.github.dcmbulk.journal.store.Pipeline;
import io.github.dcmbulk.journal.store.StateCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A file's present row, with values of its study and directory.
 *
 * @param code its state
 * @param size length in bytes
 * @param reason why it is rejected, held or failed
 * @param sopUid SOP Instance UID
 * @param study the row of the study that it counts for; 0 for none
 * @param run the run that last changed the row
 * @param delivery number of the study's delivery in which it was sent; 0 for none
 * @param sentRun the run that uploaded it; 0 for none
 * @param dirRun the last run that listed its directory; 0 for none
 * @param studyDelivery the study's last delivery; 0 for none
 * @param arrived since when it is unchanged, as far as is known, in ns
 * @param studyBroken whether that delivery must start again
 */
record FileRow(
    StateCode code,
    long size,
    @Nullable String reason,
    @Nullable String sopUid,
    long study,
    long run,
    long delivery,
    long sentRun,
    long dirRun,
    long studyDelivery,
    boolean studyBroken,
    long arrived) {

  /** The row of an instance that was sent in that delivery of its study, until the outcome. */
  static FileRow pending(SentInstance sent, long run, long delivery) {
    return new FileRow(
        StateCode.PENDING, sent.size(), null, null, sent.study(), run, 0, 0, 0, delivery, false, 0);
  }

  /** Whether it was delivered, and must be sent again because its study is. */
  boolean isStale() {
    return code == StateCode.UPLOADED && (studyBroken || delivery != studyDelivery);
  }

  /** Reads rows on the writer's connection, changes of its open transaction included. */
  static final class Reader {
    private static final String ROWS =
        StateCode.inSql(
            """
                  SELECT f.state, f.size, f.reason, f.sop_uid, coalesce(s.study,
                      CASE WHEN f.state IN ($REJECTED, $UNREADABLE) THEN d.study END, 0), f.run,
                    coalesce(f.delivery, 0), coalesce(f.sent_run, 0), coalesce(d.run, 0),
                    coalesce(t.delivery, 0), coalesce(t.complete, 0),
                    coalesce(f.arrived, f.modified), f.id
                  FROM file f JOIN dir d ON d.id = f.dir LEFT JOIN series s ON s.id = f.series
                    LEFT JOIN study t ON t.id = s.study
                  WHERE f.id = \
            """);

    private static final String PENDING =
        StateCode.inSql(
            """
            SELECT f.id FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                ?::bigint[]) v(id, size, study, run, delivery)
              JOIN file f ON f.id = v.id AND f.state = $PENDING AND f.size = v.size
                AND f.run = v.run
              JOIN series s ON s.id = f.series AND s.study = v.study
              JOIN study t ON t.id = s.study AND t.delivery = v.delivery
            FOR NO KEY UPDATE OF f\
            """);

    private final PreparedStatement query;

    Reader(Connection c) throws SQLException {
      query = c.prepareStatement(ROWS + "?");
    }

    /**
     * Reads several at once, from PostgreSQL.
     *
     * @throws SQLException the database failed
     */
    static Map<Long, FileRow> read(Pipeline pipeline, Collection<Long> ids) throws SQLException {
      return pipeline.query(
          ROWS + "ANY(?)",
          Parameters.of().numbers(ids),
          row -> {
            Map<Long, FileRow> found = new HashMap<>();
            while (row.next()) {
              found.put(row.getLong(13), DamagedRowException.guard(() -> mapped(row)));
            }
            return found;
          });
    }

    /**
     * Requires rows of {@link FileRow#pending}, in PostgreSQL; otherwise the transaction fails with
     * a conflict.
     *
     * @throws SQLException the database failed
     */
    static void expect(Pipeline pipeline, Map<Long, FileRow> rows) throws SQLException {
      pipeline.expect(
          PENDING,
          Parameters.of()
              .numbers(rows.keySet())
              .numbers(of(rows, FileRow::size))
              .numbers(of(rows, FileRow::study))
              .numbers(of(rows, FileRow::run))
              .numbers(of(rows, FileRow::studyDelivery)),
          rows.size());
    }

    private static List<Long> of(Map<Long, FileRow> rows, ToLongFunction<FileRow> column) {
      return rows.values().stream().mapToLong(column).boxed().toList();
    }

    FileRow read(long id) throws SQLException {
      query.setLong(1, id);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          throw new DamagedRowException("no file " + id + " in the journal");
        }
        return DamagedRowException.guard(() -> mapped(row));
      }
    }

    private static FileRow mapped(ResultSet row) throws SQLException {
      return new FileRow(
          StateCode.of(row.getInt(1)),
          row.getLong(2),
          row.getString(3),
          row.getString(4),
          row.getLong(5),
          row.getLong(6),
          row.getLong(7),
          row.getLong(8),
          row.getLong(9),
          row.getLong(10),
          StudyState.goesAgain(row.getInt(11)),
          row.getLong(12));
    }
  }
}
