package io.github.dcmbulk.journal.write;

import io.github.dcmbulk.journal.OutageListener;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.PostgresStore;
import io.github.dcmbulk.journal.store.Session;
import io.github.dcmbulk.journal.write.hosts.CommitMark;
import io.github.dcmbulk.journal.write.hosts.SharedRun;
import io.github.dcmbulk.journal.write.rows.FoundStudies;
import io.github.dcmbulk.journal.write.rows.RunContext;
import io.github.dcmbulk.journal.write.rows.SharedRows;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.JournalException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;

/**
 * Connects the writer again after the database was unreachable, and finds out whether the
 * interrupted transaction was committed. Used by the writer's thread.
 */
final class Reconnection {
  /**
   * A new session.
   *
   * @param outcome the result of the interrupted transaction
   */
  record Resumed(Connection connection, WriteSession session, CommitMark.Outcome outcome) {
    boolean committed() {
      return outcome == CommitMark.Outcome.COMMITTED;
    }
  }

  private final PostgresStore store;
  private final RunContext run;
  private final SharedRun shared;
  private final SharedRows names;
  private final FoundStudies found;
  private Session session;
  private volatile OutageListener listener = OutageListener.NONE;
  private volatile boolean away;

  Reconnection(
      PostgresStore store,
      RunContext run,
      SharedRun shared,
      SharedRows names,
      FoundStudies found,
      Connection connection)
      throws SQLException {
    this.names = names;
    this.found = found;
    this.store = store;
    this.run = run;
    this.shared = shared;
    this.session = Session.of(connection);
  }

  /** Calls back at the begin and end of an outage, on the writer's thread. */
  void onOutage(OutageListener action) {
    listener = action;
  }

  /** Whether the database is known to be unreachable. */
  boolean isUnreachable() {
    return away;
  }

  /** Whether to wait for the end of that failure. */
  boolean covers(SQLException e) {
    return store.patience().covers(e);
  }

  /**
   * Waits for the database.
   *
   * @throws JournalException it was unreachable for too long, or lost committed changes
   */
  Resumed await(SQLException cause, Connection broken) throws JournalException {
    long begun = System.nanoTime();
    away = true;
    listener.away(
        Objects.requireNonNull(store.failure(cause).getMessage()), store.patience().most());
    try {
      broken.abort(Runnable::run);
      Resumed resumed = store.patience().retry(cause, this::resume);
      if (resumed.outcome() == CommitMark.Outcome.ALL_LOST) {
        throw goneBack();
      }
      away = false;
      listener.back(Duration.ofNanos(System.nanoTime() - begun));
      return resumed;
    } catch (SQLException e) {
      throw store.failure(e);
    } catch (JournalException e) {
      throw e;
    } catch (DcmbulkException e) {
      throw new JournalException(String.valueOf(e.getMessage()), e.remedy(), e);
    }
  }

  private Resumed resume() throws SQLException, DcmbulkException {
    JournalStore.Held held = store.share();
    Connection c = held.connection();
    try {
      // Otherwise its locks would remain until the server notices that the client is gone.
      session.end(c);
      c.setAutoCommit(false);
      CommitMark.Outcome outcome = shared.mark().outcome(c);
      shared.claims().releaseUnknown(c);
      WriteSession next = new WriteSession(c, run, names, found, shared);
      session = Session.of(c);
      c.commit();
      return new Resumed(c, next, outcome);
    } catch (SQLException e) {
      held.close();
      throw e;
    }
  }

  private JournalException goneBack() {
    return JournalException.unreachable(
        "the journal " + store.name() + " came back without what was committed last",
        "wait for the overwrite window (5 min unless --overwrite-window says otherwise), then run the"
            + " same command again: what its server lost is sent again",
        new IllegalStateException("a replica or a backup has taken the server's place"));
  }
}
