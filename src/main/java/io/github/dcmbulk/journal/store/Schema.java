package io.github.dcmbulk.journal.store;

import io.github.dcmbulk.model.IdentifierDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The version of a journal's tables, what each version holds, and how an empty database is set up.
 */
public final class Schema {
  /** {@code dcmb}: in the file's header; databases of other programs have another number. */
  static final int APPLICATION_ID = 0x64636d62;

  /** Increased by every change that an older dcmbulk cannot read. */
  static final int VERSION = 4;

  /**
   * Condition of studies that are not complete. SQLite uses the partial index only for queries with
   * exactly this text.
   */
  public static final String IS_UNFINISHED =
      "(pending + conflict + held + failed + rejected + unreadable > 0"
          + " OR (delivery > 0 AND complete <> 1))";

  /** The same condition, of studies by another name in the query. */
  public static String isUnfinished(String study) {
    return IS_UNFINISHED.replaceAll("[a-z]+", study + ".$0");
  }

  /**
   * Condition of a study of which every instance was sent in its present delivery, and whose end is
   * not recorded: its process was killed in between.
   */
  public static final String IS_SENT_AND_NOT_ENDED =
      StateCode.inSql(
          "delivery > 0 AND complete = $OPEN AND pending = 0 AND held = 0"
              + " AND sent >= uploaded AND uploaded > 0");

  private static final String DIGEST_KEY = "digest-key";

  private Schema() {}

  /**
   * Drops the indexes that a check does not need before its last row: to create an index at the end
   * takes much less time. Adds the two that find the files with a problem.
   */
  static void forScratch(Connection connection, boolean eachFileOnce) throws SQLException {
    if (eachFileOnce) {
      Sql.execute(connection, "DROP INDEX file_by_name");
    }
    Sql.execute(connection, "DROP INDEX file_by_series");
    Sql.execute(connection, "DROP INDEX file_by_instance");
    Sql.execute(connection, "CREATE INDEX file_rejected ON file(reason) WHERE state = 8");
    Sql.execute(
        connection, "CREATE INDEX file_warned ON file(warnings) WHERE warnings IS NOT NULL");
  }

  /**
   * Adds the index of files by series, unless there is one.
   *
   * @throws SQLException the database failed
   */
  public static void indexSeries(Connection connection) throws SQLException {
    Sql.execute(connection, Tables.FILE_BY_SERIES);
  }

  /**
   * Adds the index of instances by UID, unless there is one.
   *
   * @throws SQLException the database failed
   */
  public static void indexInstances(Connection connection) throws SQLException {
    Sql.execute(connection, Tables.FILE_BY_INSTANCE);
  }

  /**
   * Creates all tables in an empty database.
   *
   * @throws SQLException the database failed
   */
  public static void create(Connection connection) throws SQLException {
    createTables(connection);
    createIndexes(connection);
    addDigestKey(connection);
  }

  /**
   * Creates all tables in an empty database, without a row and without indexes.
   *
   * @throws SQLException the database failed
   */
  public static void createTables(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA application_id = " + APPLICATION_ID);
      for (String table : Tables.ALL) {
        if (isTable(table)) {
          statement.execute(table);
        }
      }
      statement.execute("PRAGMA user_version = " + VERSION);
    }
  }

  /**
   * Creates the indexes of all tables.
   *
   * @throws SQLException the database failed
   */
  public static void createIndexes(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String index : Tables.ALL) {
        if (!isTable(index)) {
          statement.execute(index);
        }
      }
    }
  }

  private static boolean isTable(String statement) {
    return statement.startsWith("CREATE TABLE");
  }

  static void addDigestKey(Connection connection) throws SQLException {
    try (PreparedStatement add =
        connection.prepareStatement(
            "INSERT INTO setting(name, value) VALUES(?, ?) ON CONFLICT DO NOTHING")) {
      add.setString(1, DIGEST_KEY);
      add.setBytes(2, IdentifierDigest.randomKey());
      add.executeUpdate();
    }
  }

  /**
   * The key of the digests in that journal; null in a journal of version 3 or older. Secret: with
   * it, identifiers can be guessed.
   *
   * @throws SQLException the database failed
   */
  public static byte @Nullable [] digestKey(Connection connection) throws SQLException {
    if (!holdsIdentity(connection)) {
      return null;
    }
    try (PreparedStatement find =
        connection.prepareStatement("SELECT value FROM setting WHERE name = ?")) {
      find.setString(1, DIGEST_KEY);
      try (ResultSet row = find.executeQuery()) {
        return row.next() ? row.getBytes(1) : null;
      }
    }
  }

  /**
   * Whether series hold digests of patient ID and accession number.
   *
   * @throws SQLException the database failed
   */
  public static boolean holdsIdentity(Connection connection) throws SQLException {
    return isAtLeast(connection, 4);
  }

  /** Whether that journal's tables have at least that version. */
  private static boolean isAtLeast(Connection connection, int version) throws SQLException {
    return Dialect.of(connection) == Dialect.SQLITE
        ? Sql.number(connection, "PRAGMA user_version") >= version
        : version <= PostgresSchema.FIRST_VERSION || PostgresSchema.version(connection) >= version;
  }

  /**
   * Whether that journal's rows can hold a SHA-256.
   *
   * @throws SQLException the database failed
   */
  public static boolean holdsSha256(Connection connection) throws SQLException {
    return isAtLeast(connection, 2);
  }

  /**
   * Whether files name the run that uploaded them, and studies until when they are held.
   *
   * @throws SQLException the database failed
   */
  public static boolean holdsTimes(Connection connection) throws SQLException {
    return isAtLeast(connection, 4);
  }

  /**
   * The table of studies, or a query with the same columns where an older version lacks some.
   *
   * @throws SQLException the database failed
   */
  public static String studies(Connection connection) throws SQLException {
    return isAtLeast(connection, 4)
        ? "study"
        : """
          (SELECT o.*, NULL AS first_seen, 0 AS unreadable, (
             SELECT count(*) FROM series s JOIN file f ON f.series = s.id
             WHERE s.study = o.id AND f.state = 8) AS rejected
           FROM study o)\
          """;
  }

  /**
   * Whether files whose study cannot be read count for the study of their directory.
   *
   * @throws SQLException the database failed
   */
  public static boolean holdsSources(Connection connection) throws SQLException {
    return isAtLeast(connection, 4);
  }

  /**
   * Whether runs record facts about themselves, and files their object's key.
   *
   * @throws SQLException the database failed
   */
  public static boolean holdsRunFacts(Connection connection) throws SQLException {
    return isAtLeast(connection, 3);
  }
}
