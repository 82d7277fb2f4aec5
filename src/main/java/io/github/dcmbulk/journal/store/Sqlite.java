package io.github.dcmbulk.journal.store;

import io.github.dcmbulk.model.JournalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/** Opens connections to the journal's file, and turns SQLite's error codes into messages. */
public final class Sqlite {
  private static final int CACHE_KIB = 8 * 1024;

  /** For a check, all rows are written within seconds, and no other connection is open. */
  private static final int SCRATCH_CACHE_KIB = 16 * 1024;

  /** Enough for the inner pages of indexes: other pages are dropped at the writer's next commit. */
  private static final int READER_CACHE_KIB = 4 * 1024;

  /**
   * The first statement of a transaction that reads and then writes. It changes nothing, but takes
   * SQLite's write lock, as {@code BEGIN IMMEDIATE} does: SQLite waits for it until another program
   * has released it. A transaction that begins by reading and then has to write is refused at once
   * (https://sqlite.org/lang_transaction.html). The driver begins the next transaction right after
   * each commit, so {@code BEGIN IMMEDIATE} cannot be used: the lock would never be free.
   */
  public static final String TAKE_LOCK = "UPDATE run SET name = name WHERE id = -1";

  private Sqlite() {}

  /**
   * The one connection that writes. A commit survives a kill at once, and a power cut after a sync.
   *
   * @throws SQLException the database failed
   */
  public static Connection writer(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(10_000);
    config.setCacheSize(-CACHE_KIB);
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    return open(file, config);
  }

  /**
   * A connection that writes a new journal, which is renamed when it is complete.
   *
   * @throws SQLException the database failed
   */
  public static Connection maker(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setCacheSize(-SCRATCH_CACHE_KIB);
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
    return open(file, config);
  }

  /**
   * A connection for a temporary journal: without a log, so that everything is written once. A
   * reader and the writer wait for one another.
   *
   * @throws SQLException the database failed
   */
  public static Connection scratch(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(10_000);
    config.setCacheSize(-CACHE_KIB);
    config.setJournalMode(SQLiteConfig.JournalMode.OFF);
    config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
    return open(file, config);
  }

  /**
   * A connection that only reads; temporary tables are allowed.
   *
   * @throws SQLException the database failed
   */
  public static Connection reader(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(10_000);
    config.setCacheSize(-READER_CACHE_KIB);
    Connection connection = open(file, config);
    Sql.execute(connection, "PRAGMA temp_store = MEMORY");
    return connection;
  }

  /**
   * A connection that does not change the journal; works while another process writes to it, and in
   * a directory that is read-only.
   *
   * @throws SQLException the database failed
   */
  public static Connection viewer(Path file) throws SQLException {
    // The last connection would checkpoint the log; reading must not change the files of a killed
    // run.
    return holdsLog(file) || !isWritable(file)
        ? view(file, "PRAGMA busy_timeout = 10000")
        : reader(file);
  }

  /**
   * As above; a file that lost its end is read as far as possible.
   *
   * @throws SQLException the database failed
   */
  public static Connection salvager(Path file) throws SQLException {
    return view(file, "PRAGMA writable_schema = ON");
  }

  private static Connection view(Path file, String first) throws SQLException {
    try {
      return view("jdbc:sqlite:" + file, first);
    } catch (SQLException e) {
      if (holdsLog(file) || isWritable(file)) {
        throw e;
      }
      // SQLite needs a shared memory file beside the journal, which it cannot create in a read-only
      // directory.
      return view("jdbc:sqlite:" + file.toUri() + "?immutable=1", first);
    }
  }

  private static Connection view(String url, String first) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    Connection connection = config.createConnection(url);
    try {
      Sql.execute(connection, first);
      Sql.number(connection, "PRAGMA schema_version");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static boolean isWritable(Path file) {
    Path dir = file.toAbsolutePath().getParent();
    return Files.isWritable(file) && dir != null && Files.isWritable(dir);
  }

  /** Whether the latest changes are only in the log. */
  public static boolean holdsLog(Path file) {
    try {
      Path log = JournalFile.log(file);
      return Files.exists(log) && Files.size(log) > 0;
    } catch (IOException e) {
      return true;
    }
  }

  private static Connection open(Path file, SQLiteConfig config) throws SQLException {
    // Otherwise the driver queries the last row's number after every insert, with a new statement.
    config.setGetGeneratedKeys(false);
    // The driver admits one thread at a time to a connection, so SQLite need not.
    config.setOpenMode(SQLiteOpenMode.NOMUTEX);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  /** The failure as a message for the user. */
  public static JournalException failure(Path file, SQLException e) {
    if (e instanceof DamagedRowException) {
      return damaged(file, "it contains a row that cannot be understood", e);
    }
    SQLiteErrorCode code = code(e);
    if (code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE) {
      code = SQLiteErrorCode.SQLITE_FULL;
    }
    return switch (SQLiteErrorCode.getErrorCode(code.code & 0xFF)) {
      case SQLITE_FULL ->
          new JournalException(
              "the journal " + file + " cannot be written: the disk is full",
              "free some space there and run the same command again; what is recorded stays so",
              e);
      case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN, SQLITE_AUTH ->
          new JournalException(
              "the journal " + file + " cannot be opened for writing",
              "check the permissions of the file and of its directory, or name another with"
                  + " --journal",
              e);
      case SQLITE_CORRUPT, SQLITE_NOTADB -> damaged(file, "its content is not consistent", e);
      case SQLITE_BUSY, SQLITE_LOCKED ->
          new JournalException(
              "the journal " + file + " is locked by another program",
              "close the program that has it open and run the same command again",
              e);
      case SQLITE_IOERR ->
          new JournalException(
              "the journal " + file + " cannot be read or written: " + code.name(),
              "check the disk or the share that it is on, then run the same command again",
              e);
      default ->
          new JournalException(
              "the journal " + file + " failed: " + code.name(),
              "run `dcmbulk journal verify`, and report this if it finds nothing",
              e);
    };
  }

  /** Whether the file's content is wrong; a missing table is such a case. */
  public static boolean isDamage(SQLException e) {
    return switch (SQLiteErrorCode.getErrorCode(code(e).code & 0xFF)) {
      case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_ERROR -> true;
      default -> false;
    };
  }

  private static SQLiteErrorCode code(SQLException e) {
    return e instanceof SQLiteException s ? s.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
  }

  /** The file does not begin like a journal; it is not changed. */
  public static JournalException lost(Path file, String how) {
    return new JournalException(
        "the journal " + file + " is damaged: " + how,
        "restore a backup of it, or make a new one of the rows of an earlier export or of"
            + " `--report FILE.jsonl` with `dcmbulk journal import`");
  }

  /** The journal is damaged; it is not changed. */
  static JournalException damaged(Path file, String how, @Nullable Throwable e) {
    return new JournalException(
        "the journal " + file + " is damaged: " + how,
        "restore a backup of it; without one, save what can be read with `dcmbulk journal export"
            + " --salvage` and make a new journal of that with `dcmbulk journal import`",
        e);
  }
}
