package io.github.dcmbulk.journal.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Short statements, on either database. */
public final class Sql {
  /** Most rows of a result that are in memory at a time. */
  public static final int ROWS_AT_ONCE = 1000;

  private Sql() {}

  /**
   * Executes one statement.
   *
   * @throws SQLException the database failed
   */
  public static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /**
   * The first column of the first row that a query finds; 0 if there is none.
   *
   * @throws SQLException the database failed
   */
  public static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /**
   * The answer's first number; 0 if there is none.
   *
   * @throws SQLException the database failed
   */
  public static long number(PreparedStatement query) throws SQLException {
    try (ResultSet row = query.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /** Closes a connection that cannot be used any more; failures are ignored. */
  public static void discard(@Nullable Connection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      // The server ends the session.
      return;
    }
  }

  /** Changes of one transaction. */
  @FunctionalInterface
  interface Changes {
    void make() throws SQLException;
  }

  /**
   * Makes all changes in one transaction, or none; before and after, each statement commits by
   * itself.
   *
   * @throws SQLException the database failed; nothing was changed
   */
  static void inTransaction(Connection connection, Changes changes) throws SQLException {
    connection.setAutoCommit(false);
    try {
      changes.make();
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }
}
