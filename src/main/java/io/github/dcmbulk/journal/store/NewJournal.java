package io.github.dcmbulk.journal.store;

import io.github.dcmbulk.model.JournalException;
import java.sql.Connection;
import java.sql.SQLException;

/** A journal that is being made of rows: it is there when it is whole, and not before. */
public interface NewJournal extends AutoCloseable {
  /** Writes to it; within a transaction. */
  Connection connection();

  /**
   * Some thousand rows were added; what has to be written before they are committed is.
   *
   * @throws SQLException the database failed
   */
  void step() throws SQLException;

  /**
   * It is whole: it appears under its name.
   *
   * @throws JournalException the journal cannot be read or written
   * @throws SQLException the database failed
   */
  void publish() throws JournalException, SQLException;

  /** Leaves nothing behind that is not whole. */
  @Override
  void close();
}
