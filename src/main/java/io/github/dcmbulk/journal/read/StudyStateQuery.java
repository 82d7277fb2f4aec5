package io.github.dcmbulk.journal.read;

import io.github.dcmbulk.journal.StudyState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** Reads the state of a study that is to be sent. */
public final class StudyStateQuery {
  private static final String COLUMNS =
      """
      SELECT t.id, t.uid, coalesce(q.seen, 0), t.delivery, coalesce(t.last_put, 0),
        coalesce(t.stored_at, 0), t.complete, t.pending, t.uploaded, t.sent,
        t.clock_ahead
      FROM study t LEFT JOIN queue q ON q.study = t.id\
      """;

  /** The study of that number. */
  public static final String BY_ID = COLUMNS + " WHERE t.id = ?";

  /** The study that the session's process claimed last; PostgreSQL only. */
  public static final String CLAIMED =
      COLUMNS + " WHERE q.owner = ? AND q.epoch = currval('claim_epoch')";

  private StudyStateQuery() {}

  /**
   * The study of the row that the cursor is on.
   *
   * @throws SQLException the database failed
   */
  public static StudyState read(ResultSet row) throws SQLException {
    return new StudyState(
        row.getLong(1),
        row.getString(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getObject(11) == null ? null : Duration.ofMillis(row.getLong(11)),
        StudyState.Outcome.of(row.getInt(7)),
        row.getLong(8),
        row.getLong(9),
        row.getLong(10));
  }
}
