package io.github.dcmbulk.journal.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Identifies a session of the database's server; numbers of processes are used again.
 *
 * @param pid the server's process
 * @param began when it began, as the server writes it
 */
public record Session(int pid, String began) {
  /**
   * The session of that connection.
   *
   * @throws SQLException the database failed
   */
  public static Session of(Connection c) throws SQLException {
    try (PreparedStatement query =
            c.prepareStatement(
                "SELECT pid, backend_start::text FROM pg_stat_activity"
                    + " WHERE pid = pg_backend_pid()");
        ResultSet row = query.executeQuery()) {
      row.next();
      return new Session(row.getInt(1), row.getString(2));
    }
  }

  /**
   * Ends it, if it still exists. A session that lost its client in the middle of a transaction
   * keeps its locks until the server notices.
   *
   * @throws SQLException the database failed
   */
  public void end(Connection c) throws SQLException {
    try (PreparedStatement end =
        c.prepareStatement(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE pid = ? AND backend_start::text = ?\
            """)) {
      end.setInt(1, pid);
      end.setString(2, began);
      end.execute();
    }
  }
}
