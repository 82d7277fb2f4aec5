package io.github.dcmbulk.journal.read;

import io.github.dcmbulk.journal.Waivers;
import io.github.dcmbulk.journal.store.Schema;
import io.github.dcmbulk.journal.store.StateCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Counts files of a study that are permanently not delivered; includes those that count for it
 * because of their directory.
 */
final class UndeliverableFiles implements AutoCloseable {
  private static final String OF_STUDY =
      """
      SELECT f.state, f.reason, d.path, f.name FROM file f JOIN dir d ON d.id = f.dir
      WHERE f.state IN (%1$d, %2$d, %3$d, %4$d) AND f.id IN (
        SELECT o.id FROM series n JOIN file o ON o.series = n.id WHERE n.study = ?
        UNION ALL SELECT u.id FROM file u LEFT JOIN series v ON v.id = u.series
        WHERE u.state IN (%3$d, %4$d) AND v.study IS NULL
          AND u.dir IN (SELECT id FROM dir WHERE study = ?))\
      """;

  private final Waivers waivers;
  private final @Nullable PreparedStatement query;

  UndeliverableFiles(Connection connection, Waivers waivers) throws SQLException {
    this.waivers = waivers;
    this.query =
        waivers.isEmpty() || !Schema.holdsIdentity(connection)
            ? null
            : connection.prepareStatement(
                OF_STUDY.formatted(
                    StateCode.CONFLICT.number(),
                    StateCode.REFUSED.number(),
                    StateCode.REJECTED.number(),
                    StateCode.UNREADABLE.number()));
  }

  /** How many of them are waived. */
  long waived(long study, String uid) throws SQLException {
    if (query == null) {
      return 0;
    }
    long waived = 0;
    query.setLong(1, study);
    query.setLong(2, study);
    try (ResultSet file = query.executeQuery()) {
      while (file.next()) {
        String reason = WaiverQueries.code(StateCode.of(file.getInt(1)), file, 2);
        waived += waivers.ofFile(uid, RowScope.path(file, 3), reason) == null ? 0 : 1;
      }
    }
    return waived;
  }

  @Override
  public void close() throws SQLException {
    if (query != null) {
      query.close();
    }
  }
}
