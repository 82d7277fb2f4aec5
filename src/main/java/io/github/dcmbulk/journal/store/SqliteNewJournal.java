package io.github.dcmbulk.journal.store;

import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** A journal that is made under another name in its directory, and renamed. */
final class SqliteNewJournal implements NewJournal {
  private final Path file;
  private final Path fresh;
  private final JournalLock lock;
  private final Connection connection;

  private SqliteNewJournal(Path file, Path fresh, JournalLock lock) throws SQLException {
    this.file = file;
    this.fresh = fresh;
    this.lock = lock;
    this.connection = Sqlite.maker(fresh);
    Schema.create(connection);
    connection.setAutoCommit(false);
  }

  static SqliteNewJournal in(Path file) throws DcmbulkException {
    if (Files.exists(file)) {
      throw new UsageException(
          "there is a journal " + file + " already",
          "name a new one with --journal, or move the old one away together with its -wal file");
    }
    JournalFile.requireNoLog(file);
    JournalLock lock = JournalLock.take(file);
    try {
      return new SqliteNewJournal(file, JournalFile.fresh(file), lock);
    } catch (SQLException e) {
      lock.close();
      throw Sqlite.failure(file, e);
    } catch (IOException e) {
      lock.close();
      throw JournalFile.unusable(file, e);
    }
  }

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public void step() throws SQLException {
    connection.commit();
  }

  @Override
  public void publish() throws JournalException, SQLException {
    connection.commit();
    connection.setAutoCommit(true);
    Sql.number(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    connection.close();
    try {
      JournalFile.settle(fresh, file);
    } catch (IOException e) {
      throw JournalFile.unusable(file, e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
      Files.deleteIfExists(fresh);
    } catch (SQLException | IOException e) {
      // The next import begins with an empty file again.
      return;
    } finally {
      lock.close();
    }
  }
}
