package io.github.dcmbulk.journal.store;

import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.UsageException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a journal is kept: in a file (SQLite) or in a database of a server (PostgreSQL). Here
 * stands all that differs between them. The statements are the same text for both: what only one of
 * them understands is not used.
 */
public abstract class JournalStore {
  /** The journal as people are shown it, in messages and reports. */
  public abstract String name();

  /** The value of {@code --journal} that names it, for commands that are suggested. */
  public abstract String argument();

  /**
   * Takes the journal for the one run that writes to it; makes it where there is none, and brings
   * its tables up to date.
   *
   * @throws io.github.dcmbulk.model.JournalBusyException another run holds it
   * @throws JournalException it is damaged, newer, or cannot be opened
   */
  public abstract Held hold() throws DcmbulkException;

  /**
   * Begins to make a journal of rows.
   *
   * @throws UsageException there is one already that holds something
   * @throws io.github.dcmbulk.model.JournalBusyException a run holds it
   */
  public abstract NewJournal create() throws DcmbulkException;

  /**
   * Who holds the journal now; null when it is free.
   *
   * @throws JournalException the journal cannot be read or written
   */
  public abstract @Nullable String holder() throws JournalException;

  /**
   * A connection that reads beside the one that writes, in the same process.
   *
   * @throws SQLException the database failed
   */
  public abstract Connection reader() throws SQLException;

  /**
   * A connection that leaves the journal as it is, also while a run writes to it.
   *
   * @throws UsageException there is no such journal
   * @throws JournalException it is damaged, newer, or cannot be opened
   */
  public abstract Connection viewer() throws UsageException, JournalException;

  /**
   * A connection for a short change that may be made beside a run.
   *
   * @throws UsageException there is no such journal
   */
  public abstract Connection editor() throws DcmbulkException;

  /**
   * A connection that reads the journal as it stands at its first query, in one transaction, and
   * may sort much.
   *
   * @throws SQLException the database failed
   */
  public abstract Connection snapshot() throws SQLException;

  /**
   * What has to be done around commits.
   *
   * @throws SQLException the database failed
   */
  public abstract CommitGuard guard(Connection writer) throws SQLException;

  /**
   * Checks that all that is stored can be read; messages about what cannot.
   *
   * @throws SQLException the database failed
   */
  public abstract List<String> integrity(Connection viewer, int most) throws SQLException;

  /**
   * Its size, in bytes.
   *
   * @throws JournalException the journal cannot be read or written
   * @throws SQLException the database failed
   */
  public abstract long bytes(Connection connection) throws JournalException, SQLException;

  /**
   * Frees the space of deleted rows.
   *
   * @throws SQLException the database failed
   */
  public abstract void shrink(Connection writer) throws SQLException;

  /** Whether another writer was in the way, so that the transaction can be tried once more. */
  public boolean isConflict(SQLException e) {
    return false;
  }

  /** The failure in the user's words. */
  public abstract JournalException failure(SQLException e);

  /**
   * The right to write.
   *
   * @param connection the one connection that writes; each statement commits by itself at first
   * @param lock keeps other runs out until it is closed
   */
  public record Held(Connection connection, Lock lock) implements AutoCloseable {
    /** Releases a journal that could not be used. */
    @Override
    public void close() {
      try (lock;
          connection) {
        lock.beforeClose(connection);
      } catch (SQLException e) {
        // What was not committed is not wanted.
        return;
      }
    }
  }

  /** Keeps other runs out. */
  public interface Lock extends AutoCloseable {
    /**
     * The connection that writes is about to be closed.
     *
     * @throws SQLException the database failed
     */
    default void beforeClose(Connection writer) throws SQLException {}

    /** Lets other runs in; the connection is closed. */
    @Override
    void close();
  }

  /** What the writer does around its commits. */
  public interface CommitGuard {
    /**
     * A transaction begins; before its first change.
     *
     * @throws SQLException the database failed
     */
    void begin() throws SQLException;

    /**
     * What was committed is to survive the machine as well. Called twice a second while something
     * is written, and at the end.
     *
     * @throws JournalException the disk failed
     */
    void sync() throws JournalException;
  }

  @Override
  public final String toString() {
    return name();
  }
}
