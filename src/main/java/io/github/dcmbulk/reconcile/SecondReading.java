package io.github.dcmbulk.reconcile;

import io.github.dcmbulk.sourcelist.ListedStudy;
import io.github.dcmbulk.sourcelist.SourceList.Sink;
import io.github.dcmbulk.sourcelist.SourceList.UnreadableRow;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A second reading of a list, to find whether it changed in between. Stored in the same temporary
 * file as the first one.
 */
final class SecondReading implements Sink {
  private static final int BATCH = 1000;

  private static final String DIFFERING =
      """
      WITH first AS (SELECT uid, CASE WHEN uid IS NULL THEN accession END AS accession FROM entry)
      SELECT (SELECT count(*) FROM (SELECT * FROM first EXCEPT SELECT * FROM again))
        + (SELECT count(*) FROM (SELECT * FROM again EXCEPT SELECT * FROM first))\
      """;

  private final Path file;
  private final Connection connection;
  private final PreparedStatement add;
  private int batched;

  SecondReading(Path file, Connection connection) throws SQLException {
    this.file = file;
    this.connection = connection;
    add = connection.prepareStatement("INSERT INTO again VALUES(?, ?)");
  }

  @Override
  public void listed(ListedStudy study) throws IOException {
    try {
      add.setString(1, study.uid());
      add.setObject(2, study.uid() == null ? study.accession() : null);
      add.addBatch();
      if (++batched % BATCH == 0) {
        add.executeBatch();
      }
    } catch (SQLException e) {
      throw ListStore.failure(file, e);
    }
  }

  @Override
  public void unreadable(UnreadableRow row) {
    // Counted in the first reading.
  }

  /** Number of studies that only one of the two readings contains. */
  long differing() throws SQLException {
    add.executeBatch();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(DIFFERING)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }
}
