package io.github.dcmbulk.journal.write.hosts;

import io.github.dcmbulk.journal.store.Parameters;
import io.github.dcmbulk.journal.store.Pipeline;
import io.github.dcmbulk.journal.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Shows whether a transaction was committed if the connection broke before the answer: each
 * transaction writes its number into a row that only this process's writer changes. Used by the
 * writer's thread.
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
   * @param writer identifies the writer; unique
   * @throws SQLException the database failed
   */
  public static CommitMark add(Pipeline pipeline, long writer) throws SQLException {
    pipeline.update(
        "INSERT INTO commit_mark(writer, number) VALUES(?, 0)", Parameters.of().number(writer));
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

  /** Identifies the writer. */
  public long writer() {
    return writer;
  }

  /** The transaction is known to be committed. */
  public void acknowledge() {
    acknowledged = number;
  }

  /** The result of a transaction. */
  public enum Outcome {
    /** It was committed. */
    COMMITTED,
    /** It was not committed, and will not be. */
    LOST,
    /** Earlier transactions are missing as well: an older state of the database was restored. */
    ALL_LOST
  }

  /**
   * The result of the last transaction; waits until its session has ended it.
   *
   * @throws SQLException the database failed
   */
  public Outcome outcome(Connection c) throws SQLException {
    long found =
        Sql.number(c, "SELECT number FROM commit_mark WHERE writer = " + writer + " FOR UPDATE");
    if (found == number) {
      return Outcome.COMMITTED;
    }
    return found == acknowledged ? Outcome.LOST : Outcome.ALL_LOST;
  }

  /**
   * The run ends here.
   *
   * @throws SQLException the database failed
   */
  public void remove(Pipeline pipeline) throws SQLException {
    pipeline.update("DELETE FROM commit_mark WHERE writer = ?", Parameters.of().number(writer));
  }
}
