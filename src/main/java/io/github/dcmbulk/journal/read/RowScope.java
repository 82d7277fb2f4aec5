package io.github.dcmbulk.journal.read;

import io.github.dcmbulk.journal.RunRecord;
import io.github.dcmbulk.journal.Statistics.Sum;
import io.github.dcmbulk.journal.store.DamagedRowException;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.Schema;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.PathText;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Selects the rows of a query: those of one run, or all.
 *
 * <p>A method throws {@link JournalException} when the journal cannot be read.
 */
public final class RowScope {
  private final JournalStore store;
  private final Connection connection;
  private final long run;
  private final String rows;
  private final String sentNow;

  /**
   * Rows of that run.
   *
   * @param run its row; 0 for all rows
   * @param record the run; null for all rows
   * @param holdsTimes whether rows name the run that sent them
   */
  RowScope(
      JournalStore store,
      Connection connection,
      long run,
      @Nullable RunRecord record,
      boolean holdsTimes) {
    this.store = store;
    this.connection = connection;
    this.run = run;
    this.rows =
        run == 0
            ? "1 = 1"
            : "(f.run = %1$d OR (f.gone IS NULL AND f.dir IN (SELECT id FROM dir WHERE run = %1$d)))"
                .formatted(run);
    this.sentNow =
        record == null ? StateCode.inSql("f.state = $UPLOADED") : sentBy(run, record, holdsTimes);
  }

  /**
   * Rows name the run that sent them. In journals before version 4 the run is found by the time of
   * the upload, as only one run at a time holds the journal.
   */
  private static String sentBy(long run, RunRecord record, boolean holdsTimes) {
    Instant end = record.finished();
    String byTime =
        "f.uploaded_at > %d AND f.uploaded_at <= %d"
            .formatted(
                record.started().toEpochMilli(), end == null ? Long.MAX_VALUE : end.toEpochMilli());
    return holdsTimes
        ? StateCode.inSql(
                "(f.state = $UPLOADED AND (f.sent_run = %d OR (f.sent_run IS NULL AND %s)))")
            .formatted(run, byTime)
        : StateCode.inSql("(f.state = $UPLOADED AND ") + byTime + ")";
  }

  /** Reads one row of an answer. */
  @FunctionalInterface
  interface RowMapper {
    void read(ResultSet row) throws SQLException;
  }

  void each(String sql, RowMapper reader) throws JournalException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        DamagedRowException.guardStep(() -> reader.read(row));
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  JournalException failure(SQLException e) {
    return store.failure(e);
  }

  Connection connection() {
    return connection;
  }

  /** The run's row; 0 for all rows. */
  long run() {
    return run;
  }

  boolean isAll() {
    return run == 0;
  }

  /** A condition on {@code file f}: the row is selected. */
  String rows() {
    return rows;
  }

  /** A condition on {@code file f}: it was sent by the run itself, or ever for all rows. */
  String sentNow() {
    return sentNow;
  }

  /** What {@link UnfinishedStudies#describe} reads, for all studies that are not complete. */
  String unfinished() throws JournalException {
    try {
      return UnfinishedStudies.unfinished(connection);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  boolean holdsRunFacts() throws JournalException {
    try {
      return Schema.holdsRunFacts(connection);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Files and bytes, in that column and the next. */
  static Sum sum(ResultSet row, int column) throws SQLException {
    return new Sum(row.getLong(column), row.getLong(column + 1));
  }

  /**
   * Directory and name, in that column and the next.
   *
   * @throws SQLException the database failed
   */
  public static Path path(ResultSet row, int column) throws SQLException {
    return PathText.absolute(PathText.join(row.getBytes(column), row.getBytes(column + 1)));
  }

  static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column) == null ? null : Instant.ofEpochMilli(row.getLong(column));
  }
}
