package io.github.dcmbulk.journal.write.hosts;

import io.github.dcmbulk.journal.store.Parameters;
import io.github.dcmbulk.journal.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Tells whether a transaction was committed whose answer was lost with the connection: each writes
 * its number into a row that only this process's writer changes. Used by the writer's thread.
 */
public final class CommitMark {
  /** Writes the mark. */
  static final String WRITE = "UPDATE commit_mark SET number = ? WHERE writer = ?";

  private final long writer;
  private long number;
  private long acknowledged;

  private CommitMark(long writer) {
    this.writer = writer;
  }

  /**
   * Adds the row.
   *
   * @param writer names the writer; no other one ever has it
   * @throws SQLException the database failed
   */
  public static CommitMark add(Connection c, long writer) throws SQLException {
    Sql.execute(c, "INSERT INTO commit_mark(writer, number) VALUES(" + writer + ", 0)");
    return new CommitMark(writer);
  }

  /** A transaction begins, or is tried again. */
  public void begin() {
    number++;
  }

  /** The parameters of {@link #WRITE}: the transaction's number, which becomes a part of it. */
  Parameters values() {
    return Parameters.of().number(number).number(writer);
  }

  /** Names the writer. */
  public long writer() {
    return writer;
  }

  /** The transaction is known to be committed. */
  public void acknowledge() {
    acknowledged = number;
  }

  /** What became of a transaction. */
  public enum Fate {
    /** It is there. */
    COMMITTED,
    /** It is not, and never will be. */
    LOST,
    /** Neither is what was committed before it: the database has gone back. */
    ALL_LOST
  }

  /**
   * Looks what became of the last transaction; waits for its session to decide.
   *
   * @throws SQLException the database failed
   */
  public Fate fate(Connection c) throws SQLException {
    long found =
        Sql.number(c, "SELECT number FROM commit_mark WHERE writer = " + writer + " FOR UPDATE");
    if (found == number) {
      return Fate.COMMITTED;
    }
    return found == acknowledged ? Fate.LOST : Fate.ALL_LOST;
  }

  /**
   * The run ends here.
   *
   * @throws SQLException the database failed
   */
  public void remove(Connection c) throws SQLException {
    Sql.execute(c, "DELETE FROM commit_mark WHERE writer = " + writer);
  }
}
