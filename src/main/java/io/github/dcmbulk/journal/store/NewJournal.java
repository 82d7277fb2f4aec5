package io.github.dcmbulk.journal.store;

import io.github.dcmbulk.model.JournalException;
import java.sql.Connection;
import java.sql.SQLException;

/** A journal that is being made from rows. It exists under its name only when it is complete. */
public interface NewJournal extends AutoCloseable {
  /** The connection that writes to it, within a transaction. */
  Connection connection();

  /**
   * Called after some thousand rows; all pending changes have been written to the connection.
   *
   * @throws SQLException the database failed
   */
  void step() throws SQLException;

  /**
   * Completes it: it gets its name.
   *
   * @throws JournalException the journal cannot be read or written
   * @throws SQLException the database failed
   */
  void publish() throws JournalException, SQLException;

  /** Deletes an incomplete journal. */
  @Override
  void close();
}
