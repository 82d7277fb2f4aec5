package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.write.hosts.SharedRun;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Collects outcomes for a database that several processes share. What is waiting is read with one
 * statement and written with another, however many outcomes that are: each answer of the server
 * takes its time. An outcome whose study was lost to another process is dropped; that process sends
 * the instance again.
 */
public final class OutcomeBatch {
  private record Outcome(long delivery, DeliveryRecord deliveryRecord) {}

  private final Connection connection;
  private final FileRow.Reader rows;
  private final OutcomeRows outcomes;
  private final SharedRun shared;
  private final Map<Long, Outcome> waiting = new LinkedHashMap<>();

  /**
   * Collects for those rows.
   *
   * @throws SQLException the database failed
   */
  public OutcomeBatch(Connection connection, OutcomeRows outcomes, SharedRun shared)
      throws SQLException {
    this.connection = connection;
    this.rows = new FileRow.Reader(connection);
    this.outcomes = outcomes;
    this.shared = shared;
  }

  /**
   * Adds the outcome of an instance that was to be sent with that delivery of its study.
   *
   * @throws SQLException the database failed
   */
  public void add(long file, long delivery, DeliveryRecord deliveryRecord) throws SQLException {
    if (waiting.containsKey(file)) {
      write();
    }
    waiting.put(file, new Outcome(delivery, deliveryRecord));
  }

  /**
   * Writes what is waiting. Changes of other kinds come before or after it, in their order.
   *
   * @throws SQLException the database failed
   */
  public void write() throws SQLException {
    if (waiting.isEmpty()) {
      return;
    }
    Map<Long, Outcome> batch = new LinkedHashMap<>(waiting);
    waiting.clear();
    shared.lockAll(connection);
    Map<Long, FileRow> before = rows.read(batch.keySet());
    for (Map.Entry<Long, Outcome> entry : batch.entrySet()) {
      FileRow old = before.get(entry.getKey());
      if (old != null && shared.hasLocked(old.study())) {
        Outcome outcome = entry.getValue();
        outcomes.settleLater(entry.getKey(), old, outcome.delivery, outcome.deliveryRecord);
      }
    }
    outcomes.settleAll();
  }

  /** Forgets what is waiting. */
  public void discard() {
    waiting.clear();
  }
}
