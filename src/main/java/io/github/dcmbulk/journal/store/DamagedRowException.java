package io.github.dcmbulk.journal.store;

import java.sql.SQLException;

/**
 * A row that SQLite can read and dcmbulk cannot: its bytes changed on the disk, or another program
 * wrote it.
 */
public final class DamagedRowException extends SQLException {
  /** How a row becomes a value. */
  @FunctionalInterface
  public interface Mapping<T> {
    /**
     * Reads the row.
     *
     * @throws SQLException the database failed
     */
    T read() throws SQLException;
  }

  /** As above, without a value. */
  @FunctionalInterface
  public interface RowAction {
    /**
     * Reads the row.
     *
     * @throws SQLException the database failed
     */
    void run() throws SQLException;
  }

  /** A row of that kind is damaged. */
  public DamagedRowException(String what) {
    super(what);
  }

  private DamagedRowException(RuntimeException cause) {
    super(cause);
  }

  /**
   * Reads a row.
   *
   * @throws DamagedRowException it has values that dcmbulk does not write
   * @throws SQLException the database failed
   */
  public static <T> T guard(Mapping<T> row) throws SQLException {
    try {
      return row.read();
    } catch (RuntimeException e) {
      throw new DamagedRowException(e);
    }
  }

  /**
   * Does something with rows.
   *
   * @throws DamagedRowException they have values that dcmbulk does not write
   * @throws SQLException the database failed
   */
  public static void guardStep(RowAction step) throws SQLException {
    try {
      step.run();
    } catch (RuntimeException e) {
      throw new DamagedRowException(e);
    }
  }
}
