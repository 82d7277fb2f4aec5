package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.journal.store.Dialect;
import io.github.dcmbulk.journal.store.Pipeline;
import io.github.dcmbulk.journal.store.StateCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The stored totals. Changes are collected while a transaction is applied, and written once before
 * it is committed, so that rows and totals always agree.
 */
public final class StoredTotals {
  /** Changes of the files in one state. */
  static final class Sum {
    long files;
    long bytes;
  }

  /** Changes of one study's counters. */
  static final class StudySum {
    long pending;
    long uploaded;
    long duplicate;
    long conflict;
    long held;
    long failed;
    long rejected;
    long unreadable;
    long sent;
    long newest = Long.MIN_VALUE;
    long lastPut;
  }

  /** In one order, as are the studies, so that two processes do not deadlock. */
  private final Map<StateCode, Map<String, Sum>> sums = new EnumMap<>(StateCode.class);

  private final Map<Long, StudySum> studies = new TreeMap<>();

  private long lastStudy;
  private StudySum lastSum = new StudySum();
  private final @Nullable PostgresTotals together;
  private final PreparedStatement writeSum;
  private final PreparedStatement writeStudy;

  /**
   * Keeps the totals of the journal on that connection.
   *
   * @throws SQLException the database failed
   */
  public StoredTotals(Connection connection) throws SQLException {
    this(connection, Pipeline.immediate(connection), 0);
  }

  /**
   * As above, for one of several processes.
   *
   * @param pipeline writes it
   * @param writer number of the process; 0 for a single one
   * @throws SQLException the database failed
   */
  public StoredTotals(Connection connection, Pipeline pipeline, long writer) throws SQLException {
    together =
        Dialect.of(connection) == Dialect.POSTGRESQL ? new PostgresTotals(pipeline, writer) : null;
    writeSum =
        connection.prepareStatement(
            """
            INSERT INTO tally(state, reason, files, bytes) VALUES(?, ?, ?, ?)
            ON CONFLICT (state, reason) DO UPDATE SET files = tally.files + excluded.files,
              bytes = tally.bytes + excluded.bytes
            """);
    writeStudy =
        connection.prepareStatement(
            """
            UPDATE study SET pending = pending + ?, uploaded = uploaded + ?,
              duplicate = duplicate + ?, conflict = conflict + ?, held = held + ?,
              failed = failed + ?, rejected = rejected + ?, unreadable = unreadable + ?,
              sent = sent + ?, newest = CASE WHEN newest > ? THEN newest ELSE ? END,
              last_put = CASE WHEN last_put > coalesce(?, 0) THEN last_put
                ELSE coalesce(?, last_put) END
            WHERE id = ?\
            """);
  }

  /** A file enters ({@code files} 1) or leaves (-1) a state. */
  public void count(StateCode state, @Nullable String reason, long study, int files, long size) {
    Sum sum = sum(state, state == StateCode.REJECTED && reason != null ? reason : "");
    sum.files += files;
    sum.bytes += files * size;
    countOfStudy(state, study, files);
  }

  private Sum sum(StateCode state, String detail) {
    Map<String, Sum> ofState = sums.get(state);
    if (ofState == null) {
      ofState = new TreeMap<>();
      sums.put(state, ofState);
    }
    return ofState.computeIfAbsent(detail, d -> new Sum());
  }

  /** Adds to the counters of a study; 0 for no study. */
  void countOfStudy(StateCode state, long study, long files) {
    if (study != 0 && files != 0) {
      countStudy(state, ofStudy(study), files);
    }
  }

  private static void countStudy(StateCode state, StudySum sum, long files) {
    switch (state) {
      case PENDING -> sum.pending += files;
      case UPLOADED -> sum.uploaded += files;
      case DUPLICATE -> sum.duplicate += files;
      case CONFLICT -> sum.conflict += files;
      case HELD -> sum.held += files;
      case FAILED, REFUSED -> sum.failed += files;
      case REJECTED -> sum.rejected += files;
      case UNREADABLE -> sum.unreadable += files;
      case NOT_DICOM, EXCLUDED -> {
        // Not to be delivered.
      }
    }
  }

  /** An instance is (1) or is no longer (-1) uploaded in its study's current delivery. */
  public void countSent(long study, int instances) {
    ofStudy(study).sent += instances;
  }

  /** A file of the study has that modification time. */
  public void sawFile(long study, long modifiedNanos) {
    StudySum sum = ofStudy(study);
    sum.newest = Math.max(sum.newest, modifiedNanos);
  }

  /** Something of the study was in transit to the service at that time. */
  public void sawPut(long study, long millis) {
    StudySum sum = ofStudy(study);
    sum.lastPut = Math.max(sum.lastPut, millis);
  }

  private StudySum ofStudy(long study) {
    if (study != lastStudy) {
      lastSum = studies.computeIfAbsent(study, k -> new StudySum());
      lastStudy = study;
    }
    return lastSum;
  }

  /** Discards the collected changes. */
  public void discard() {
    sums.clear();
    studies.clear();
    lastStudy = 0;
  }

  /**
   * Writes the collected changes.
   *
   * @throws SQLException the database failed
   */
  public void write() throws SQLException {
    if (sums.isEmpty() && studies.isEmpty()) {
      return;
    }
    if (together == null) {
      writeEach();
    } else {
      together.write(sums, studies);
    }
    discard();
  }

  private void writeEach() throws SQLException {
    for (Map.Entry<StateCode, Map<String, Sum>> ofState : sums.entrySet()) {
      for (Map.Entry<String, Sum> entry : ofState.getValue().entrySet()) {
        writeSum.setInt(1, ofState.getKey().number());
        writeSum.setString(2, entry.getKey());
        writeSum.setLong(3, entry.getValue().files);
        writeSum.setLong(4, entry.getValue().bytes);
        writeSum.executeUpdate();
      }
    }
    for (Map.Entry<Long, StudySum> entry : studies.entrySet()) {
      StudySum sum = entry.getValue();
      writeStudy.setLong(1, sum.pending);
      writeStudy.setLong(2, sum.uploaded);
      writeStudy.setLong(3, sum.duplicate);
      writeStudy.setLong(4, sum.conflict);
      writeStudy.setLong(5, sum.held);
      writeStudy.setLong(6, sum.failed);
      writeStudy.setLong(7, sum.rejected);
      writeStudy.setLong(8, sum.unreadable);
      writeStudy.setLong(9, sum.sent);
      writeStudy.setLong(10, sum.newest);
      writeStudy.setLong(11, sum.newest);
      FileRows.setId(writeStudy, 12, sum.lastPut);
      FileRows.setId(writeStudy, 13, sum.lastPut);
      writeStudy.setLong(14, entry.getKey());
      writeStudy.executeUpdate();
    }
  }
}
