package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.store.Pipeline;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.journal.write.hosts.Claims;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Collects outcomes for a database that several processes share. What is waiting is read with one
 * exchange of messages and written together with the COMMIT, however many outcomes that are: each
 * answer of the server takes its time. An outcome whose study was lost to another process is
 * dropped; that process sends the instance again.
 */
public final class OutcomeBatch {
  private record Outcome(long delivery, DeliveryRecord deliveryRecord) {}

  private final Pipeline pipeline;
  private final OutcomeRows outcomes;
  private final Claims claims;
  private final Map<Long, Outcome> waiting = new LinkedHashMap<>();

  /** Collects for those rows. */
  public OutcomeBatch(Pipeline pipeline, OutcomeRows outcomes, Claims claims) {
    this.pipeline = pipeline;
    this.outcomes = outcomes;
    this.claims = claims;
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
    claims.lockAll(pipeline);
    Map<Long, FileRow> before = FileRow.Reader.read(pipeline, batch.keySet());
    Set<Long> done = claims.done(pipeline, late(before));
    PostgresOutcomes written = new PostgresOutcomes();
    for (Map.Entry<Long, Outcome> entry : batch.entrySet()) {
      FileRow old = before.get(entry.getKey());
      if (old != null && (claims.hasLocked(old.study()) || isLate(old, done))) {
        Outcome outcome = entry.getValue();
        written.add(outcomes.change(entry.getKey(), old, outcome.delivery, outcome.deliveryRecord));
      }
    }
    written.write(pipeline);
  }

  /** Studies that are not held any more, and of which the outcome of an instance is still open. */
  private Set<Long> late(Map<Long, FileRow> before) {
    Set<Long> late = new TreeSet<>();
    for (FileRow old : before.values()) {
      if (!claims.hasLocked(old.study()) && old.code() == StateCode.PENDING) {
        late.add(old.study());
      }
    }
    return late;
  }

  /** An instance that was refused is recorded when it is clear that it was to blame itself. */
  private static boolean isLate(FileRow old, Set<Long> done) {
    return old.code() == StateCode.PENDING && done.contains(old.study());
  }

  /** Forgets what is waiting. */
  public void discard() {
    waiting.clear();
  }
}
