package io.github.dcmbulk.journal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A journal has more rows than fit in memory: a long answer of a server comes in parts. */
@Timeout(300)
class LongAnswerTest {
  /** A client that wants all rows before the first one only gets the failure. */
  private static final String FAILS_AT_5000 =
      "SELECT 1 / (5000 - n) FROM generate_series(1, 10000) n";

  private static final int ROWS = 2000;

  private static void assertComesInParts(Connection connection) throws SQLException {
    try (connection;
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(FAILS_AT_5000)) {
      int rows = 0;
      while (rows < ROWS && row.next()) {
        rows++;
      }
      assertThat(rows).isEqualTo(ROWS);
      assertThatThrownBy(() -> readToTheEnd(row)).isInstanceOf(SQLException.class);
    }
  }

  private static void readToTheEnd(ResultSet row) throws SQLException {
    while (row.next()) {
      assertThat(row.getInt(1)).isNotNegative();
    }
  }

  @Test
  void ofAViewerAndOfASnapshot() throws Exception {
    PostgresStore store = TestDatabase.create().store();
    store.hold().close();
    assertComesInParts(store.viewer());
    assertComesInParts(store.snapshot());
  }
}
