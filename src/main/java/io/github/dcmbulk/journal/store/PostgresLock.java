package io.github.dcmbulk.journal.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * One run at a time. An advisory lock of the session that writes (PostgreSQL 18, §13.3.5) ends with
 * it, so there is nothing to clean up after a killed run; the session's name names the holder.
 */
final class PostgresLock implements JournalStore.Lock {
  /** Keys of the advisory lock: dcmbulk's number, and the schema. */
  private static final String KEY =
      Schema.APPLICATION_ID
          + ", (SELECT oid::bigint::int FROM pg_namespace WHERE nspname = current_schema())";

  /**
   * A session ends a moment after its connection; this releases the lock earlier, for the next run.
   */
  @Override
  public void beforeClose(Connection writer) throws SQLException {
    Sql.number(writer, "SELECT 1 FROM pg_advisory_unlock_all()");
  }

  @Override
  public void close() {
    // The lock has ended with the session.
  }

  /**
   * Takes the lock for this session; false if another has it.
   *
   * @param shared whether others may take the shared lock as well
   */
  static boolean take(Connection connection, boolean shared) throws SQLException {
    try (PreparedStatement take =
            connection.prepareStatement(
                "SELECT pg_try_advisory_lock" + (shared ? "_shared(" : "(") + KEY + ")");
        ResultSet row = take.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** Who holds the lock, as {@code process 123 on host}; null when it is free. */
  static @Nullable String holder(Connection connection) throws SQLException {
    try (PreparedStatement find =
            connection.prepareStatement(
                """
                SELECT a.application_name FROM pg_locks l
                  LEFT JOIN pg_stat_activity a ON a.pid = l.pid
                WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
                  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                  AND l.classid = %d AND l.objid =
                    (SELECT oid FROM pg_namespace WHERE nspname = current_schema())"""
                    .formatted(Schema.APPLICATION_ID));
        ResultSet row = find.executeQuery()) {
      return row.next() ? words(row.getString(1)) : null;
    }
  }

  private static String words(@Nullable String session) {
    String program = PostgresConnections.PROGRAM + " ";
    if (session == null || !session.startsWith(program)) {
      return "a session of another role";
    }
    return "process "
        + session
            .substring(program.length())
            .replaceFirst("@", " on ")
            .replaceAll("\\p{Cntrl}", "?");
  }
}
