package io.github.dcmbulk.journal.read;

import io.github.dcmbulk.journal.DeliveredStudy.NotDelivered;
import io.github.dcmbulk.journal.store.Schema;
import io.github.dcmbulk.journal.store.StateCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which files of a study are not delivered permanently, and why; includes those that count for it
 * because of their directory.
 */
final class Rejections implements AutoCloseable {
  private static final String OF_STUDY =
      """
      FROM file f LEFT JOIN series s ON s.id = f.series
      WHERE f.state IN %s AND f.id IN (
        SELECT o.id FROM series n JOIN file o ON o.series = n.id WHERE n.study = ? %s)\
      """;

  private static final String BY_DIRECTORY =
      StateCode.inSql(
          """
          UNION ALL SELECT u.id FROM file u LEFT JOIN series v ON v.id = u.series
          WHERE u.state IN ($REJECTED, $UNREADABLE) AND v.study IS NULL
            AND u.dir IN (SELECT id FROM dir WHERE study = ?)\
          """);

  private final Connection connection;
  private final String byDirectory;
  private @Nullable PreparedStatement reasons;
  private @Nullable PreparedStatement files;

  Rejections(Connection connection) throws SQLException {
    this.connection = connection;
    this.byDirectory = Schema.holdsSources(connection) ? BY_DIRECTORY : "";
  }

  /** Reasons of the study's rejected files, the most frequent first. */
  String reasons(long study) throws SQLException {
    PreparedStatement query = reasons;
    if (query == null) {
      query =
          connection.prepareStatement(
              "SELECT coalesce(f.reason, '?'), count(*) "
                  + OF_STUDY.formatted("(8)", byDirectory)
                  + " GROUP BY 1 ORDER BY 2 DESC, 1");
      reasons = query;
    }
    bind(query, study);
    List<String> found = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        found.add(row.getString(1));
      }
    }
    return String.join(", ", found);
  }

  /** Every such file of the study. */
  List<NotDelivered> files(long study) throws SQLException {
    PreparedStatement query = files;
    if (query == null) {
      query =
          connection.prepareStatement(
              "SELECT f.state, f.reason, f.sop_uid, f.size "
                  + OF_STUDY.formatted("(4, 6, 7, 8, 11)", byDirectory)
                  + " ORDER BY f.sop_uid IS NULL, f.sop_uid, f.id");
      files = query;
    }
    bind(query, study);
    List<NotDelivered> found = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        found.add(
            new NotDelivered(
                row.getString(3),
                StateCode.of(row.getInt(1)).state(),
                row.getString(2),
                row.getLong(4)));
      }
    }
    return found;
  }

  private void bind(PreparedStatement query, long study) throws SQLException {
    query.setLong(1, study);
    if (!byDirectory.isEmpty()) {
      query.setLong(2, study);
    }
  }

  @Override
  public void close() throws SQLException {
    if (reasons != null) {
      reasons.close();
    }
    if (files != null) {
      files.close();
    }
  }
}
