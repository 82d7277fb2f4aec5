package io.github.dcmbulk.journal.store;

import java.sql.Connection;
import java.sql.SQLException;

/** A journal that is made in one transaction, including its tables. */
final class PostgresNewJournal implements NewJournal {
  private final JournalStore.Held held;

  /**
   * Takes the database.
   *
   * @param held in a transaction that has made the tables
   */
  PostgresNewJournal(JournalStore.Held held) {
    this.held = held;
  }

  @Override
  public Connection connection() {
    return held.connection();
  }

  @Override
  public void step() {
    // Everything is committed in one transaction.
  }

  @Override
  public void publish() throws SQLException {
    held.connection().commit();
  }

  @Override
  public void close() {
    held.close();
  }
}
