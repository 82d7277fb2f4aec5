package io.github.dcmbulk.journal.write.feed;

import io.github.dcmbulk.journal.PendingInstance;
import io.github.dcmbulk.journal.store.StateCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The queries of a study's instances that are to be sent, as {@link StudyFeed} offers them. */
final class StudyInstances {
  private final PreparedStatement page;
  private final PreparedStatement sizes;

  StudyInstances(Connection connection, long run) throws SQLException {
    page =
        connection.prepareStatement(
            StateCode.inSql(
                PendingRows.QUERY
                    + """
                      WHERE s.study = ? AND f.gone IS NULL
                        AND (f.size < ? OR (f.size = ? AND f.id > ?))
                        AND ((f.state = $PENDING AND f.run = ?)
                          OR (? AND f.state = $UPLOADED AND coalesce(f.delivery, 0) <> ?))
                      ORDER BY f.size DESC, f.id LIMIT ?\
                      """));
    page.setLong(5, run);
    sizes =
        connection.prepareStatement(
            StateCode.inSql(
                """
                SELECT f.size FROM file f JOIN series s ON s.id = f.series
                WHERE s.study = ? AND f.gone IS NULL AND f.size > ?
                  AND ((f.state = $PENDING AND f.run = ?)
                    OR (? AND f.state = $UPLOADED AND coalesce(f.delivery, 0) <> ?))
                ORDER BY f.size DESC\
                """));
    sizes.setLong(3, run);
  }

  List<Long> sizesAbove(long bytes, long study, boolean whole, long delivery) throws SQLException {
    sizes.setLong(1, study);
    sizes.setLong(2, bytes);
    sizes.setBoolean(4, whole);
    sizes.setLong(5, delivery);
    List<Long> found = new ArrayList<>();
    try (ResultSet row = sizes.executeQuery()) {
      while (row.next()) {
        found.add(row.getLong(1));
      }
    }
    return found;
  }

  List<PendingInstance> page(
      long study, @Nullable PendingInstance last, boolean whole, long delivery, int limit)
      throws SQLException {
    long size = last == null ? Long.MAX_VALUE : last.file().size();
    page.setLong(1, study);
    page.setLong(2, size);
    page.setLong(3, size);
    page.setLong(4, last == null ? 0 : last.id());
    page.setBoolean(6, whole);
    page.setLong(7, delivery);
    page.setInt(8, limit);
    return PendingRows.read(page);
  }
}
