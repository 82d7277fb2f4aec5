package io.github.dcmbulk.journal.store;

import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a journal is kept: in a file (SQLite) or in a database of a server (PostgreSQL). This
 * interface contains all differences between them. Other statements are the same text for both.
 */
public abstract class JournalStore {
  /** The journal's name in messages and reports. */
  public abstract String name();

  /** The value of {@code --journal} that names it, for commands that are suggested. */
  public abstract String argument();

  /**
   * Opens the journal for the one run that writes to it; creates it if necessary, and upgrades its
   * tables.
   *
   * @throws io.github.dcmbulk.model.JournalBusyException another run holds it
   * @throws JournalException it is damaged, newer, or cannot be opened
   */
  public abstract Held hold() throws DcmbulkException;

  /**
   * Begins a new journal that is made from rows.
   *
   * @throws UsageException there is one already that is not empty
   * @throws io.github.dcmbulk.model.JournalBusyException a run holds it
   */
  public abstract NewJournal create() throws DcmbulkException;

  /**
   * The process that holds the journal; null if it is free.
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
   * A connection that does not change the journal; also while a run writes to it.
   *
   * @throws UsageException there is no such journal
   * @throws JournalException it is damaged, newer, or cannot be opened
   */
  public abstract Connection viewer() throws UsageException, JournalException;

  /**
   * A connection for a short change that is allowed during a run.
   *
   * @throws UsageException there is no such journal
   */
  public abstract Connection editor() throws DcmbulkException;

  /**
   * A connection that reads the journal's state at its first query, in one transaction, and may
   * sort large results.
   *
   * @throws SQLException the database failed
   */
  public abstract Connection snapshot() throws SQLException;

  /**
   * Whether that file, which exists, is the journal itself.
   *
   * @throws IOException the file cannot be looked at
   */
  public boolean isKeptIn(Path other) throws IOException {
    return false;
  }

  /**
   * A connection that reads a damaged journal as far as possible; each query is a transaction by
   * itself.
   *
   * @throws UsageException there is no such journal
   * @throws JournalException it is no journal, newer, or so damaged that nothing can be read
   * @throws SQLException the database failed
   */
  public abstract Connection salvager() throws UsageException, JournalException, SQLException;

  /** Whether the failure is about the rows that a query was to read: others may be readable. */
  public abstract boolean isUnreadable(SQLException e);

  /** The failure of a journal from which nothing can be read, as a message for the user. */
  public JournalException unsalvageable(SQLException e) {
    return failure(e);
  }

  /**
   * Work around commits.
   *
   * @throws SQLException the database failed
   */
  public abstract CommitGuard guard(Connection writer) throws SQLException;

  /**
   * Checks that all that is stored can be read; messages about what cannot be read.
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

  /**
   * Whether there was a conflict with another writer, so that the transaction can be tried again.
   */
  public boolean isConflict(SQLException e) {
    return false;
  }

  /** The failure as a message for the user. */
  public abstract JournalException failure(SQLException e);

  /**
   * The right to write.
   *
   * @param connection the one connection that writes; each statement commits by itself at first
   * @param lock excludes other runs until it is closed
   */
  public record Held(Connection connection, Lock lock) implements AutoCloseable {
    /** Releases a journal that could not be used. */
    @Override
    public void close() {
      try (lock;
          connection) {
        lock.beforeClose(connection);
      } catch (SQLException e) {
        // Uncommitted changes are discarded.
        return;
      }
    }
  }

  /** Excludes other runs. */
  public interface Lock extends AutoCloseable {
    /**
     * The connection that writes is about to be closed.
     *
     * @throws SQLException the database failed
     */
    default void beforeClose(Connection writer) throws SQLException {}

    /** Admits other runs; the connection is closed. */
    @Override
    void close();
  }

  /** Work of the writer around its commits. */
  public interface CommitGuard {
    /**
     * Called before the first change of a transaction.
     *
     * @throws SQLException the database failed
     */
    void begin() throws SQLException;

    /**
     * Makes committed changes survive a crash of the machine. Called twice a second while something
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
