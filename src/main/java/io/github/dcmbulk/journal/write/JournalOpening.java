package io.github.dcmbulk.journal.write;

import io.github.dcmbulk.journal.Revisit;
import io.github.dcmbulk.journal.RunCounts;
import io.github.dcmbulk.journal.store.JournalFile;
import io.github.dcmbulk.journal.store.JournalLock;
import io.github.dcmbulk.journal.store.Schema;
import io.github.dcmbulk.journal.store.Sqlite;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.JournalException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;

/** Locks a journal's file, opens it and begins a run in it; lets go of it if anything fails. */
public final class JournalOpening {
  private final Path file;
  private final boolean scratch;
  private final boolean eachFileOnce;

  private JournalOpening(Path file, boolean scratch, boolean eachFileOnce) {
    this.file = file;
    this.scratch = scratch;
    this.eachFileOnce = eachFileOnce;
  }

  /** Prepares to open a journal. */
  static JournalOpening of(Path file) {
    return new JournalOpening(file, false, false);
  }

  /**
   * Prepares to make one that nobody keeps.
   *
   * @param eachFileOnce whether no file is handed in twice
   */
  static JournalOpening scratch(Path file, boolean eachFileOnce) {
    return new JournalOpening(file, true, eachFileOnce);
  }

  Journal begin(String name, Instant started, String profile, Revisit revisit)
      throws DcmbulkException {
    if (!scratch) {
      JournalFile.requireWritable(file);
    }
    JournalLock lock = scratch ? JournalLock.none() : JournalLock.take(file);
    try {
      Connection connection = scratch ? JournalFile.scratch(file, eachFileOnce) : existing();
      CheckNotes notes = scratch ? CheckNotes.in(connection) : CheckNotes.none();
      long id = addRun(connection, name, started, profile);
      tidy(connection, revisit);
      connection.setAutoCommit(false);
      RunContext run =
          new RunContext(
              id, name, started.toEpochMilli(), revisit, new RunCounts(), new StudiesSeen());
      WriteSession session = new WriteSession(connection, run, notes);
      byte[] digestKey = Objects.requireNonNull(Schema.digestKey(connection));
      // What it read began a transaction, which could not wait for another program's lock.
      connection.commit();
      return new Journal(
          file,
          lock,
          connection,
          run,
          digestKey,
          new GroupCommit(file, connection, session, !scratch),
          new KnownFiles(file, run, profile, eachFileOnce),
          new StudyFeed(file, id, digestKey));
    } catch (SQLException e) {
      lock.close();
      throw Sqlite.failure(file, e);
    } catch (JournalException e) {
      lock.close();
      throw e;
    }
  }

  private Connection existing() throws JournalException, SQLException {
    JournalFile.prepare(file);
    Connection connection = Sqlite.writer(file);
    Schema.upgrade(connection);
    return connection;
  }

  /** Adds a row for a run and returns its id. */
  public static long addRun(Connection connection, String name, Instant started, String profile)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO run(name, started, profile) VALUES(?, ?, ?)")) {
      insert.setString(1, name);
      insert.setLong(2, started.toEpochMilli());
      insert.setString(3, profile);
      insert.executeUpdate();
      return Sqlite.number(connection, "SELECT last_insert_rowid()");
    }
  }

  /**
   * A run that was killed between a study's last instance and its end left nothing undone. What
   * could only go in parts is tried again where that is asked for.
   */
  private static void tidy(Connection connection, Revisit revisit) throws SQLException {
    Sqlite.execute(connection, "DELETE FROM queue");
    if (revisit.refused()) {
      Sqlite.execute(
          connection,
          "UPDATE study SET complete = 2 WHERE " + Schema.IS_UNFINISHED + " AND complete = 3");
    }
    Sqlite.execute(
        connection,
        "UPDATE study SET complete = 1 WHERE "
            + Schema.IS_UNFINISHED
            + " AND delivery > 0 AND complete = 0 AND pending = 0 AND held = 0"
            + " AND sent >= uploaded AND uploaded > 0");
  }
}
