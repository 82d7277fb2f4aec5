package io.github.dcmbulk.journal.store;

import io.github.dcmbulk.model.IdentifierDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The journal's tables. A file's row is small: directories, studies and series are named once, an
 * ETag that equals the MD5 is not stored. Totals are kept beside the rows, so that no query has to
 * count ten million of them.
 */
public final class Schema {
  /**
   * {@code dcmb}, in the file's header, so that another program's database is not taken for ours.
   */
  static final int APPLICATION_ID = 0x64636d62;

  /** Goes up with every change that an older dcmbulk would not understand. */
  static final int VERSION = 4;

  /**
   * Studies that are not complete, few among millions. Queries repeat it to the letter, so that
   * SQLite finds them by the partial index.
   */
  public static final String IS_UNFINISHED =
      "(pending + conflict + held + failed + rejected + unreadable > 0"
          + " OR (delivery > 0 AND complete <> 1))";

  /** What runs record about themselves, which later runs do not change. */
  private static final String RUN_FACT =
      """
      CREATE TABLE run_fact(
        run INTEGER NOT NULL,
        topic TEXT NOT NULL,               -- environment, option, count, rejection, change, progress
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY(run, topic, name)
      ) WITHOUT ROWID\
      """;

  private static final String SAMPLE =
      """
      CREATE TABLE sample(
        run INTEGER NOT NULL,
        at INTEGER NOT NULL,               -- ms; end of the stretch of time that it stands for
        in_flight REAL NOT NULL,           -- instances on their way, mean
        PRIMARY KEY(run, at)
      ) WITHOUT ROWID\
      """;

  /** Studies to be reported: few among millions. */
  private static final String STUDY_UNFINISHED =
      "CREATE INDEX study_unfinished ON study(id) WHERE " + IS_UNFINISHED;

  /** Files that stay behind, to be found by their directory. */
  private static final String FILE_NOT_SENDABLE =
      "CREATE INDEX file_not_sendable ON file(dir) WHERE state IN (8, 11)";

  private static final String DIR_BY_STUDY =
      "CREATE INDEX dir_by_study ON dir(study) WHERE study IS NOT NULL";

  /** How many files each root held when it was last walked. */
  private static final String SOURCE =
      """
      CREATE TABLE source(
        root BLOB PRIMARY KEY,             -- as it is in the file system, absolute
        files INTEGER NOT NULL
      ) WITHOUT ROWID\
      """;

  /** What belongs to the journal as a whole. */
  private static final String SETTING =
      """
      CREATE TABLE setting(
        name TEXT PRIMARY KEY,             -- digest-key: random, of the digests in series
        value BLOB NOT NULL
      ) WITHOUT ROWID\
      """;

  /** Waivers; those that were undone stay, so that reports can show them. */
  private static final String WAIVER =
      """
      CREATE TABLE waiver(
        id INTEGER PRIMARY KEY,
        study TEXT,                        -- Study Instance UID; one of these three
        path BLOB,                         -- a file, absolute
        code TEXT,                         -- a reason of rejection
        reason TEXT NOT NULL,
        waived_by TEXT NOT NULL,
        at INTEGER NOT NULL,               -- ms
        undone_by TEXT,
        undone_at INTEGER                  -- ms; null: in force
      )\
      """;

  private static final String DIGEST_KEY = "digest-key";

  /** What leads from each version to the next, beginning with the first. */
  private static final String[][] UPGRADES = {
    {"ALTER TABLE file ADD COLUMN sha256 BLOB"},
    {RUN_FACT, SAMPLE, "ALTER TABLE file ADD COLUMN object_key TEXT"},
    {
      "ALTER TABLE study ADD COLUMN rejected INTEGER NOT NULL DEFAULT 0",
      "ALTER TABLE study ADD COLUMN unreadable INTEGER NOT NULL DEFAULT 0",
      "ALTER TABLE study ADD COLUMN first_seen INTEGER",
      "ALTER TABLE dir ADD COLUMN study INTEGER",
      "DROP INDEX study_unfinished",
      """
      UPDATE study SET rejected = c.files FROM (
        SELECT s.study, count(*) AS files FROM file f JOIN series s ON s.id = f.series
        WHERE f.state = 8 AND s.study IS NOT NULL GROUP BY 1) c
      WHERE c.study = study.id\
      """,
      STUDY_UNFINISHED,
      FILE_NOT_SENDABLE,
      DIR_BY_STUDY,
      SOURCE,
      "ALTER TABLE file ADD COLUMN sent_run INTEGER",
      "ALTER TABLE file ADD COLUMN arrived INTEGER",
      "ALTER TABLE study ADD COLUMN stored_at INTEGER",
      "ALTER TABLE study ADD COLUMN clock_ahead INTEGER",
      "ALTER TABLE study ADD COLUMN hold_until INTEGER",
      "ALTER TABLE study ADD COLUMN hold_file INTEGER",
      "ALTER TABLE study ADD COLUMN place INTEGER",
      "ALTER TABLE series ADD COLUMN accession INTEGER",
      "ALTER TABLE series ADD COLUMN patient INTEGER",
      "ALTER TABLE series ADD COLUMN date TEXT",
      SETTING,
      WAIVER,
    },
  };

  private static final String FILE_BY_SERIES =
      "CREATE INDEX IF NOT EXISTS file_by_series ON file(series) WHERE series IS NOT NULL";

  private static final String FILE_BY_INSTANCE =
      "CREATE INDEX IF NOT EXISTS file_by_instance ON file(sop_uid) WHERE sop_uid IS NOT NULL";

  private static final String[] TABLES = {
    """
    CREATE TABLE run(
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      started INTEGER NOT NULL,          -- ms since 1970
      finished INTEGER,
      exit INTEGER,
      uploaded INTEGER,                  -- instances, once finished
      profile TEXT NOT NULL              -- the options that verdicts depend on
    )\
    """,
    """
    CREATE TABLE dir(
      id INTEGER PRIMARY KEY,
      path BLOB NOT NULL UNIQUE,
      run INTEGER,                       -- last run that listed all of it
      study INTEGER                      -- that its files count for whose own cannot be read
    )\
    """,
    """
    CREATE TABLE study(
      id INTEGER PRIMARY KEY,
      uid TEXT NOT NULL UNIQUE,
      date TEXT,                         -- (0008,0020)
      newest INTEGER NOT NULL,           -- modification time of its newest file, ns
      delivery INTEGER NOT NULL DEFAULT 0, -- number of the last delivery begun; 0: none
      last_put INTEGER,                  -- ms; when the service may have stored something of it
                                         -- last; while a delivery runs, up to a second behind
      complete INTEGER NOT NULL DEFAULT 0, -- that delivery went through: 0 no, 1 yes, 2 no, a pause
                                         -- ended it, 3 in parts that the service does not take
                                         -- together, 4 no, the service may have overwritten it
      sent INTEGER NOT NULL DEFAULT 0,   -- instances uploaded in that delivery
      pending INTEGER NOT NULL DEFAULT 0,
      uploaded INTEGER NOT NULL DEFAULT 0,
      duplicate INTEGER NOT NULL DEFAULT 0,
      conflict INTEGER NOT NULL DEFAULT 0,
      held INTEGER NOT NULL DEFAULT 0,
      failed INTEGER NOT NULL DEFAULT 0,
      rejected INTEGER NOT NULL DEFAULT 0,
      unreadable INTEGER NOT NULL DEFAULT 0,
      first_seen INTEGER,                -- ms; begin of the run that met it first
      stored_at INTEGER,                 -- ms; when the service had surely stored something of that
                                         -- delivery; null: unknown
      clock_ahead INTEGER,               -- ms; how far the service's clock was ahead of the one of
                                         -- last_put and stored_at; null: unknown
      hold_until INTEGER,                -- ms; what is held for --min-age is old enough then
      hold_file INTEGER,                 -- the file that is too young
      place INTEGER                      -- in the list that gave the order last; null: not on it
    )\
    """,
    STUDY_UNFINISHED,
    DIR_BY_STUDY,
    """
    CREATE TABLE series(
      id INTEGER PRIMARY KEY,
      study INTEGER,                     -- null where a rejected file names none
      uid TEXT, modality TEXT, sop_class TEXT, transfer_syntax TEXT,
      accession INTEGER,                 -- keyed digest of (0008,0050); 0: none; null: unknown
      patient INTEGER,                   -- keyed digest of (0010,0020); 0: none; null: unknown
      date TEXT                          -- (0008,0020); empty: none; null: unknown
    )\
    """,
    "CREATE INDEX series_by_study ON series(study, uid)",
    """
    CREATE TABLE file(
      id INTEGER PRIMARY KEY,
      dir INTEGER NOT NULL,
      name BLOB NOT NULL,
      size INTEGER NOT NULL,
      modified INTEGER NOT NULL,         -- ns since 1970
      state INTEGER NOT NULL,            -- StateCode
      series INTEGER,
      sop_uid TEXT,
      run INTEGER NOT NULL,              -- last run that changed the row
      md5 BLOB,
      uploaded_at INTEGER,               -- ms
      delivery INTEGER,                  -- the study's delivery that it went with
      attempts INTEGER,
      etag TEXT,                         -- only where it is not the MD5
      reason TEXT,
      warnings TEXT,                     -- wire names, comma separated
      gone INTEGER,                      -- 1: delivered, and no longer where it was
      sha256 BLOB,                       -- only where it was asked for
      object_key TEXT,                   -- as the service named it, where it did
      sent_run INTEGER,                  -- the run that uploaded it
      arrived INTEGER                    -- ns; unchanged since then as far as is known, where that
                                         -- is not the modification time
    )\
    """,
    "CREATE UNIQUE INDEX file_by_name ON file(dir, name)",
    FILE_BY_SERIES,
    FILE_BY_INSTANCE,
    FILE_NOT_SENDABLE,
    """
    CREATE TABLE tally(
      state INTEGER NOT NULL,
      reason TEXT NOT NULL,              -- only for rejections, else empty
      files INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      PRIMARY KEY(state, reason)
    ) WITHOUT ROWID\
    """,
    """
    CREATE TABLE queue(
      study INTEGER PRIMARY KEY,         -- has something to be sent in this run
      seen INTEGER NOT NULL,             -- number of the directory it was last seen in
      due INTEGER NOT NULL               -- ms; not before
    )\
    """,
    "CREATE INDEX queue_by_seen ON queue(seen)",
    RUN_FACT,
    SAMPLE,
    SOURCE,
    SETTING,
    WAIVER,
  };

  private Schema() {}

  /**
   * Drops the indexes that a check does not need, or not before the last row, when sorting all at
   * once costs a fraction; and makes those that find the few rows that it has something to say of.
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

  /** Indexes files by series, unless they are. */
  public static void indexSeries(Connection connection) throws SQLException {
    Sql.execute(connection, FILE_BY_SERIES);
  }

  /** Indexes instances by UID, unless they are. */
  public static void indexInstances(Connection connection) throws SQLException {
    Sql.execute(connection, FILE_BY_INSTANCE);
  }

  /** Creates all tables in an empty database. */
  public static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA application_id = " + APPLICATION_ID);
      for (String table : TABLES) {
        statement.execute(table);
      }
      statement.execute("PRAGMA user_version = " + VERSION);
    }
    addDigestKey(connection);
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
   * The key of the digests in that journal; null in one of an older dcmbulk, which holds none. Not
   * to be shown: with it, identifiers can be guessed.
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

  /** Whether series tell whose they are, as digests. */
  public static boolean holdsIdentity(Connection connection) throws SQLException {
    return version(connection) >= 4;
  }

  /**
   * Brings the tables of an older dcmbulk up to date: all steps or, whatever happens, none. No row
   * is rewritten.
   */
  public static void upgrade(Connection connection) throws SQLException {
    int version = (int) Sql.number(connection, "PRAGMA user_version");
    if (version >= VERSION) {
      return;
    }
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (int from = version; from < VERSION; from++) {
        for (String step : UPGRADES[from - 1]) {
          statement.execute(step);
        }
      }
      statement.execute("PRAGMA user_version = " + VERSION);
      addDigestKey(connection);
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** The version of that journal's tables. */
  private static long version(Connection connection) throws SQLException {
    return Dialect.of(connection) == Dialect.SQLITE
        ? Sql.number(connection, "PRAGMA user_version")
        : PostgresSchema.version(connection);
  }

  /** The statements that make the tables and their indexes, in SQLite's words. */
  static List<String> tables() {
    return List.of(TABLES);
  }

  /** Whether that journal's rows can hold a SHA-256. */
  public static boolean holdsSha256(Connection connection) throws SQLException {
    return version(connection) >= 2;
  }

  /** Whether rows tell which run uploaded them, and studies until when they are held. */
  public static boolean holdsTimes(Connection connection) throws SQLException {
    return version(connection) >= 4;
  }

  /**
   * The table of studies with its counters of rejected and unreadable files, which are counted
   * where the journal of an older dcmbulk does not have them.
   */
  public static String studies(Connection connection) throws SQLException {
    return version(connection) >= 4
        ? "study"
        : """
        (SELECT o.*, NULL AS first_seen, 0 AS unreadable, (
           SELECT count(*) FROM series s JOIN file f ON f.series = s.id
           WHERE s.study = o.id AND f.state = 8) AS rejected
         FROM study o)\
        """;
  }

  /** Whether that journal counts files whose study cannot be read for that of their directory. */
  public static boolean holdsSources(Connection connection) throws SQLException {
    return version(connection) >= 4;
  }

  /** Whether runs record themselves in that journal, and rows can hold an object's key. */
  public static boolean holdsRunFacts(Connection connection) throws SQLException {
    return version(connection) >= 3;
  }
}
