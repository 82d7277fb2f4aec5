package io.github.dcmbulk.journal.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a transaction, in their order. A statement whose answer is not needed
 * immediately is sent to a server together with the next one whose answer is needed, or with the
 * COMMIT: each exchange of messages takes time, also a small one. SQLite executes each immediately.
 *
 * <p>Statements that are executed without the pipeline run after its waiting statements only if
 * {@link #flush} is called before.
 */
public final class Pipeline {
  /** Reads rows. */
  @FunctionalInterface
  public interface Reader<T extends @Nullable Object> {
    /**
     * Converts the rows to a value.
     *
     * @throws SQLException the database failed
     */
    T read(ResultSet rows) throws SQLException;
  }

  /** Gets the rows of a query that was sent together with others. */
  @FunctionalInterface
  public interface Receiver {
    /**
     * Called with the rows.
     *
     * @throws SQLException the database failed
     */
    void receive(ResultSet rows) throws SQLException;
  }

  /** Exactly one of the receivers is not null. */
  private record Step(
      String sql, Parameters values, @Nullable IntConsumer changed, @Nullable Receiver rows) {}

  private static final Step COMMIT = new Step("COMMIT", Parameters.of(), n -> {}, null);

  private final Connection connection;
  private final boolean collects;
  private final List<Step> waiting = new ArrayList<>();
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  private Pipeline(Connection connection, boolean collects) {
    this.connection = connection;
    this.collects = collects;
  }

  /** A pipeline on that connection; collects statements if that saves time. */
  public static Pipeline of(Connection connection) {
    return new Pipeline(connection, Dialect.of(connection) == Dialect.POSTGRESQL);
  }

  /** A pipeline that executes each statement at once. */
  public static Pipeline immediate(Connection connection) {
    return new Pipeline(connection, false);
  }

  /**
   * Changes rows, now or later in the transaction.
   *
   * @throws SQLException the database failed
   */
  public void update(String sql, Parameters values) throws SQLException {
    update(sql, values, n -> {});
  }

  /**
   * The same.
   *
   * @param changed is called with the number of rows, before the transaction is committed
   * @throws SQLException the database failed
   */
  public void update(String sql, Parameters values, IntConsumer changed) throws SQLException {
    add(new Step(sql, values, changed, null));
  }

  /**
   * Requires that a query finds that many rows; otherwise the transaction fails, with an exception
   * for which {@link JournalStore#isConflict} is true. To read the rows first would take one more
   * exchange of messages. PostgreSQL only.
   *
   * @throws SQLException the database failed
   */
  public void expect(String query, Parameters values, int rows) throws SQLException {
    // Division by zero is the only error that a condition in plain SQL can raise.
    queryLater(
        "WITH q AS ("
            + query
            + "), c AS (SELECT count(*) AS n FROM q)"
            + " SELECT 1 / (c.n = ?)::int FROM c",
        values.number(rows),
        found -> {});
  }

  /**
   * Reads rows, now or later in the transaction.
   *
   * @throws SQLException the database failed
   */
  public void queryLater(String sql, Parameters values, Receiver rows) throws SQLException {
    add(new Step(sql, values, null, rows));
  }

  /**
   * Reads rows now, after all waiting statements.
   *
   * @throws SQLException the database failed
   */
  public <T extends @Nullable Object> T query(String sql, Parameters values, Reader<T> reader)
      throws SQLException {
    List<T> read = new ArrayList<>(1);
    add(new Step(sql, values, null, rows -> read.add(reader.read(rows))));
    flush();
    return read.get(0);
  }

  /**
   * Executes all waiting statements.
   *
   * @throws SQLException the database failed
   */
  public void flush() throws SQLException {
    if (!waiting.isEmpty()) {
      List<Step> steps = List.copyOf(waiting);
      waiting.clear();
      execute(steps);
    }
  }

  /**
   * Executes all waiting statements, and commits. After a failure it is unknown whether the
   * transaction was committed.
   *
   * @throws SQLException the database failed
   */
  public void commit() throws SQLException {
    if (collects) {
      waiting.add(COMMIT);
      flush();
    } else {
      connection.commit();
    }
  }

  /** Discards all waiting statements; their transaction has failed. */
  public void discard() {
    waiting.clear();
  }

  private void add(Step step) throws SQLException {
    if (collects) {
      waiting.add(step);
    } else {
      PreparedStatement statement = prepared.get(step.sql);
      if (statement == null) {
        statement = connection.prepareStatement(step.sql);
        prepared.put(step.sql, statement);
      }
      step.values.set(statement, 1);
      receive(step, statement, statement.execute());
    }
  }

  /** The driver sends all statements in one message, and caches prepared ones by the whole text. */
  private void execute(List<Step> steps) throws SQLException {
    String sql = steps.stream().map(Step::sql).collect(Collectors.joining(";"));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int index = 1;
      for (Step step : steps) {
        index = step.values.set(statement, index);
      }
      boolean isRows = statement.execute();
      for (int i = 0; i < steps.size(); i++) {
        if (i > 0) {
          isRows = statement.getMoreResults();
        }
        receive(steps.get(i), statement, isRows);
      }
    }
  }

  private static void receive(Step step, PreparedStatement statement, boolean isRows)
      throws SQLException {
    if (step.rows != null && isRows) {
      try (ResultSet rows = statement.getResultSet()) {
        step.rows.receive(rows);
      }
    } else if (step.changed != null) {
      step.changed.accept(statement.getUpdateCount());
    }
  }
}
