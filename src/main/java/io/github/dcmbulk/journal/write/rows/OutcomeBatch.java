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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Collects outcomes for a database that several processes share. They are written together with the
 * COMMIT, because each exchange of messages takes time. If a row is not as it was when its instance
 * was sent, the transaction fails, and the next attempt reads the rows first. An outcome whose
 * study was lost to another process is dropped; that process sends the instance again.
 */
public final class OutcomeBatch {
  private record Outcome(
      long delivery, DeliveryRecord deliveryRecord, @Nullable SentInstance sent) {}

  private final Pipeline pipeline;
  private final long run;
  private final OutcomeRows outcomes;
  private final Claims claims;
  private final Map<Long, Outcome> waiting = new LinkedHashMap<>();

  /** Collects for those rows. */
  public OutcomeBatch(Pipeline pipeline, long run, OutcomeRows outcomes, Claims claims) {
    this.pipeline = pipeline;
    this.run = run;
    this.outcomes = outcomes;
    this.claims = claims;
  }

  /**
   * Adds the outcome of an instance that was to be sent with that delivery of its study.
   *
   * @param sent what its row is expected to be; null to read it again
   * @throws SQLException the database failed
   */
  public void add(
      long file, long delivery, DeliveryRecord deliveryRecord, @Nullable SentInstance sent)
      throws SQLException {
    if (waiting.containsKey(file)) {
      write();
    }
    waiting.put(file, new Outcome(delivery, deliveryRecord, sent));
  }

  /**
   * Writes the collected outcomes. Changes of other kinds are applied before or after them, in
   * their order.
   *
   * @throws SQLException the database failed
   */
  public void write() throws SQLException {
    if (waiting.isEmpty()) {
      return;
    }
    Map<Long, Outcome> batch = new LinkedHashMap<>(waiting);
    waiting.clear();
    Map<Long, FileRow> expected = expected(batch);
    if (expected != null) {
      write(batch, expected, row -> true);
      return;
    }
    claims.lockAll(pipeline);
    Map<Long, FileRow> before = FileRow.Reader.read(pipeline, batch.keySet());
    Set<Long> done = claims.done(pipeline, late(before));
    write(batch, before, old -> claims.hasLocked(old.study()) || isLate(old, done));
  }

  /** The rows with which the outcomes can be written at once; null if they must be read. */
  private @Nullable Map<Long, FileRow> expected(Map<Long, Outcome> batch) throws SQLException {
    Map<Long, FileRow> rows = new LinkedHashMap<>();
    Set<Long> studies = new TreeSet<>();
    for (Map.Entry<Long, Outcome> entry : batch.entrySet()) {
      Outcome outcome = entry.getValue();
      SentInstance sent = outcome.sent;
      if (sent == null) {
        return null;
      }
      rows.put(entry.getKey(), FileRow.pending(sent, run, outcome.delivery));
      studies.add(sent.study());
    }
    if (!claims.expect(pipeline, studies)) {
      return null;
    }
    FileRow.Reader.expect(pipeline, rows);
    return rows;
  }

  private void write(
      Map<Long, Outcome> batch, Map<Long, FileRow> before, Predicate<FileRow> isWanted)
      throws SQLException {
    PostgresOutcomes written = new PostgresOutcomes();
    for (Map.Entry<Long, Outcome> entry : batch.entrySet()) {
      FileRow old = before.get(entry.getKey());
      if (old != null && isWanted.test(old)) {
        Outcome outcome = entry.getValue();
        outcomes.count(old, outcome.delivery, outcome.deliveryRecord);
        written.add(outcomes.change(entry.getKey(), outcome.delivery, outcome.deliveryRecord));
      }
    }
    written.write(pipeline);
  }

  /**
   * Studies that this process does not hold any more, but of which an instance's outcome is to be
   * recorded.
   */
  private Set<Long> late(Map<Long, FileRow> before) {
    Set<Long> late = new TreeSet<>();
    for (FileRow old : before.values()) {
      if (!claims.hasLocked(old.study()) && old.code() == StateCode.PENDING) {
        late.add(old.study());
      }
    }
    return late;
  }

  /**
   * The outcome of a refused instance is recorded when it is known that the instance itself was the
   * cause.
   */
  private static boolean isLate(FileRow old, Set<Long> done) {
    return old.code() == StateCode.PENDING && done.contains(old.study());
  }

  /** Discards the collected outcomes. */
  public void discard() {
    waiting.clear();
  }
}
