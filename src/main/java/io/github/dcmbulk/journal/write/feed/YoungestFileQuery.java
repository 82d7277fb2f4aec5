package io.github.dcmbulk.journal.write.feed;

import io.github.dcmbulk.journal.YoungestFile;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.model.PathText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Finds the file of a study that arrived last. */
final class YoungestFileQuery {
  private YoungestFileQuery() {}

  static @Nullable YoungestFile of(Connection connection, long study) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            StateCode.inSql(
                """
                SELECT f.id, d.path, f.name, f.modified, coalesce(f.arrived, f.modified)
                FROM file f JOIN series s ON s.id = f.series JOIN dir d ON d.id = f.dir
                WHERE s.study = ? AND f.gone IS NULL AND f.state <= $LAST_IDENTIFIED
                ORDER BY coalesce(f.arrived, f.modified) DESC LIMIT 1\
                """))) {
      query.setLong(1, study);
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? new YoungestFile(
                row.getLong(1),
                PathText.absolute(PathText.join(row.getBytes(2), row.getBytes(3))),
                row.getLong(4),
                row.getLong(5))
            : null;
      }
    }
  }
}
