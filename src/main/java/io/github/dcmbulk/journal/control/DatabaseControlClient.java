package io.github.dcmbulk.journal.control;

import io.github.dcmbulk.journal.store.PostgresStore;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.UsageException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks all processes of the run on a journal in a database, by rows there. Only the role that owns
 * the journal's tables can do this: other roles cannot write to the tables.
 */
final class DatabaseControlClient implements ControlClient {
  private static final long LOOK_MILLIS = 100;

  private static final String IS_OWNER =
      """
      SELECT pg_has_role(current_user, relowner, 'USAGE')::int FROM pg_class
      WHERE oid = to_regclass('control_request')\
      """;

  private static final String RUN =
      "SELECT coalesce(max(run), 0) FROM host WHERE ended IS NULL AND expires > now()";

  /** The answers so far; null of a process that runs and has not answered. */
  private static final String ANSWERS =
      """
      SELECT r.name, h.pid, h.name, a.done, a.text FROM host h JOIN run r ON r.id = h.run
        LEFT JOIN control_answer a ON a.process = h.id AND a.request = ?
      WHERE h.run = ? AND (a.done IS NOT NULL OR (h.ended IS NULL AND h.expires > now()))
      ORDER BY h.id\
      """;

  private final PostgresStore journal;

  DatabaseControlClient(PostgresStore journal) {
    this.journal = journal;
  }

  @Override
  public List<ControlAnswer> ask(String action, String value, Duration patience)
      throws DcmbulkException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    try (Connection c = journal.editor()) {
      if (Sql.number(c, IS_OWNER) == 0) {
        throw new UsageException(
            "only the role that owns the journal " + journal.name() + " can control its runs",
            "name that role in --journal");
      }
      long run = Sql.number(c, RUN);
      if (run == 0) {
        return List.of();
      }
      long request = add(c, run, action, value);
      while (true) {
        boolean over = System.nanoTime() - end >= 0;
        List<ControlAnswer> answers = answers(c, request, run, over);
        if (!answers.isEmpty() || over) {
          return answers;
        }
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (SQLException e) {
      throw journal.failure(e);
    }
  }

  private static long add(Connection c, long run, String action, String value) throws SQLException {
    try (PreparedStatement insert =
        c.prepareStatement(
            "INSERT INTO control_request(run, action, value, asked_by) VALUES(?, ?, ?, ?)"
                + " RETURNING id")) {
      insert.setLong(1, run);
      insert.setString(2, action);
      insert.setString(3, value);
      insert.setString(4, ControlRequest.asker());
      return Sql.number(insert);
    }
  }

  /** The answers, when all are there or the time is over; until then none. */
  private static List<ControlAnswer> answers(Connection c, long request, long run, boolean over)
      throws SQLException {
    List<ControlAnswer> answers = new ArrayList<>();
    try (PreparedStatement query = c.prepareStatement(ANSWERS)) {
      query.setLong(1, request);
      query.setLong(2, run);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          String text = row.getString(5);
          if (text == null && !over) {
            return List.of();
          }
          answers.add(
              new ControlAnswer(
                  row.getString(1),
                  "process " + row.getLong(2) + " on " + row.getString(3),
                  row.getBoolean(4),
                  text == null ? "did not answer" : text));
        }
      }
    }
    return answers;
  }
}
