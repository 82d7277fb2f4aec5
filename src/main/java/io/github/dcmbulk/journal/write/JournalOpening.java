package io.github.dcmbulk.journal.write;

import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.RunCounts;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.Parameters;
import io.github.dcmbulk.journal.store.Pipeline;
import io.github.dcmbulk.journal.store.Schema;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.journal.write.feed.KnownFiles;
import io.github.dcmbulk.journal.write.feed.StudyFeed;
import io.github.dcmbulk.journal.write.rows.CheckNotes;
import io.github.dcmbulk.journal.write.rows.RunContext;
import io.github.dcmbulk.journal.write.rows.StudiesSeen;
import io.github.dcmbulk.model.DcmbulkException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;

/** Opens a journal and begins a run in it; closes it after a failure. */
public final class JournalOpening {
  private final JournalStore store;
  private final boolean kept;
  private final boolean eachFileOnce;

  /**
   * Prepares to open a journal.
   *
   * @param kept whether later runs use it as well
   * @param eachFileOnce whether no file is handed in twice
   */
  JournalOpening(JournalStore store, boolean kept, boolean eachFileOnce) {
    this.store = store;
    this.kept = kept;
    this.eachFileOnce = eachFileOnce;
  }

  Journal begin(String name, Instant started, String profile, ResumePolicy revisit)
      throws DcmbulkException {
    JournalStore.Held held = store.hold();
    try {
      Connection connection = held.connection();
      CheckNotes notes = kept ? CheckNotes.none() : CheckNotes.in(connection);
      long id = addRun(connection, name, started, profile);
      tidy(Pipeline.immediate(connection), revisit);
      connection.setAutoCommit(false);
      RunContext run =
          new RunContext(
              id, name, started.toEpochMilli(), revisit, new RunCounts(), new StudiesSeen());
      WriteSession session = new WriteSession(connection, run, notes);
      byte[] digestKey = Objects.requireNonNull(Schema.digestKey(connection));
      // The queries above began a transaction, which could not wait for another program's lock.
      connection.commit();
      return new Journal(
          store,
          held.lock(),
          run,
          digestKey,
          new GroupCommit(store, connection, session, kept),
          new KnownFiles(store, run, profile, eachFileOnce),
          new StudyFeed(store, id, digestKey),
          null);
    } catch (SQLException e) {
      held.close();
      throw store.failure(e);
    }
  }

  /**
   * Adds a row for a run and returns its id.
   *
   * @throws SQLException the database failed
   */
  public static long addRun(Connection connection, String name, Instant started, String profile)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO run(name, started, profile) VALUES(?, ?, ?) RETURNING id")) {
      insert.setString(1, name);
      insert.setLong(2, started.toEpochMilli());
      insert.setString(3, profile);
      return Sql.number(insert);
    }
  }

  /**
   * A run that was killed between a study's last instance and its end has sent everything of it. A
   * study that could only be sent in parts is sent again on request.
   */
  static void tidy(Pipeline pipeline, ResumePolicy revisit) throws SQLException {
    pipeline.update("DELETE FROM queue", Parameters.of());
    if (revisit.refused()) {
      pipeline.update(
          StateCode.inSql(
              "UPDATE study SET complete = $PAUSED WHERE "
                  + Schema.IS_UNFINISHED
                  + " AND complete = $APART"),
          Parameters.of());
    }
    pipeline.update(
        StateCode.inSql(
            "UPDATE study SET complete = $COMPLETE WHERE "
                + Schema.IS_UNFINISHED
                + " AND "
                + Schema.IS_SENT_AND_NOT_ENDED),
        Parameters.of());
  }
}
