package io.github.dcmbulk.journal.control;

import io.github.dcmbulk.journal.store.PostgresStore;
import io.github.dcmbulk.journal.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where each process of a run with a journal in a database takes requests and answers them. A
 * process that joins later carries out the earlier requests as well, except a stop: a pause is for
 * the whole run. While the database cannot be reached, no request arrives.
 */
public final class DatabaseControlReceiver implements ControlReceiver {
  private final PostgresStore store;
  private final long run;
  private final LongSupplier process;
  private long last;
  private boolean isFirst = true;
  private @Nullable Connection connection;

  /**
   * For one process of a run.
   *
   * @param run the run's row
   * @param process the process's row, which changes when it is considered lost
   */
  public DatabaseControlReceiver(PostgresStore store, long run, LongSupplier process) {
    this.store = store;
    this.run = run;
    this.process = process;
  }

  @Override
  public List<ControlRequest> take() {
    try {
      List<ControlRequest> requests = read(connected());
      if (isFirst) {
        requests.removeIf(request -> request.action().equals("stop"));
      }
      isFirst = false;
      return requests;
    } catch (SQLException e) {
      close();
      return List.of();
    }
  }

  private List<ControlRequest> read(Connection c) throws SQLException {
    List<ControlRequest> requests = new ArrayList<>();
    try (PreparedStatement query =
        c.prepareStatement(
            """
            SELECT id, action, value, asked_by FROM control_request WHERE run = ? AND id > ?
            ORDER BY id\
            """)) {
      query.setLong(1, run);
      query.setLong(2, last);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          last = row.getLong(1);
          requests.add(
              new ControlRequest(
                  row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
        }
      }
    }
    return requests;
  }

  @Override
  public void answer(ControlRequest request, ControlAnswer answer) {
    try (PreparedStatement insert =
        connected()
            .prepareStatement(
                """
                INSERT INTO control_answer(request, process, done, text) VALUES(?, ?, ?, ?)
                ON CONFLICT (request, process) DO NOTHING\
                """)) {
      insert.setLong(1, Long.parseLong(request.id()));
      insert.setLong(2, process.getAsLong());
      insert.setBoolean(3, answer.done());
      insert.setString(4, answer.text());
      insert.executeUpdate();
    } catch (SQLException e) {
      // The request is done; the client reports that this process did not answer.
      close();
    }
  }

  private Connection connected() throws SQLException {
    Connection c = connection;
    if (c == null) {
      c = store.session();
      connection = c;
    }
    return c;
  }

  @Override
  public void close() {
    Connection c = connection;
    connection = null;
    Sql.discard(c);
  }
}
