package io.github.dcmbulk.journal.read;

import io.github.dcmbulk.journal.StudyOutline;
import io.github.dcmbulk.journal.store.StateCode;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads what must be settled before a study is sent. */
public final class StudyOutlineQuery {
  private static final String COLUMNS =
      StateCode.inSql(
          """
          SELECT coalesce(max(CASE WHEN f.state = $PENDING AND f.run = %1$d
              AND f.uploaded_at IS NOT NULL THEN 1 ELSE 0 END), 0),
            coalesce(max(CASE WHEN f.state = $PENDING AND f.run = %1$d AND EXISTS (
              SELECT 1 FROM file g WHERE g.sop_uid = f.sop_uid AND g.id <> f.id
                AND g.state <= $LAST_INSTANCE) THEN 1 ELSE 0 END), 0),
            coalesce(max(f.size), 0)
          FROM series s JOIN file f ON f.series = s.id
          WHERE f.state IN ($PENDING, $UPLOADED) AND s.study = \
          """);

  private StudyOutlineQuery() {}

  /** The query for the study of a number, in that run. */
  public static String byId(long run) {
    return COLUMNS.formatted(run) + "?";
  }

  /** The query for the study that the session's process claimed last; PostgreSQL only. */
  public static String claimed(long run) {
    return COLUMNS.formatted(run)
        + "(SELECT study FROM queue WHERE owner = ? AND epoch = currval('claim_epoch'))";
  }

  /**
   * The outline of the row that the cursor is on.
   *
   * @throws SQLException the database failed
   */
  public static StudyOutline read(ResultSet row) throws SQLException {
    return new StudyOutline(row.getBoolean(1), row.getBoolean(2), row.getLong(3));
  }
}
