package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.RunCounts;
import io.github.dcmbulk.journal.store.StateCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Writes the outcomes of instances into the rows of their files. */
public final class OutcomeRows {
  private static final String SETTLE =
      """
      UPDATE file SET state = ?, reason = ?, md5 = coalesce(?, md5),
        sha256 = coalesce(?, CASE WHEN coalesce(?, md5) = md5 THEN sha256 END),
        etag = ?, attempts = coalesce(attempts, 0) + ?,
        uploaded_at = coalesce(?, uploaded_at), delivery = coalesce(?, delivery),
        object_key = CASE WHEN ? THEN ? ELSE object_key END,
        sent_run = coalesce(?, sent_run)
      WHERE id = ?\
      """;

  /** To read the row first would take as long as to write it. */
  private static final String IF_EXPECTED =
      StateCode.inSql(
          """
           AND state = $PENDING AND size = ? AND run = ? AND EXISTS (
            SELECT 1 FROM series s JOIN study t ON t.id = s.study
            WHERE s.id = file.series AND s.study = ? AND t.delivery = ?)\
          """);

  private final RunContext run;
  private final FileRows files;
  private final StoredTotals totals;
  private final CountChanges counts;
  private final PreparedStatement settle;
  private final PreparedStatement settleExpected;
  private final PreparedStatement tried;

  /**
   * Prepares the statements.
   *
   * @throws SQLException the database failed
   */
  public OutcomeRows(
      Connection c, RunContext run, FileRows files, StoredTotals totals, CountChanges counts)
      throws SQLException {
    this.run = run;
    this.files = files;
    this.totals = totals;
    this.counts = counts;
    settle = c.prepareStatement(SETTLE);
    settleExpected = c.prepareStatement(SETTLE + IF_EXPECTED);
    tried = c.prepareStatement("UPDATE file SET attempts = coalesce(attempts, 0) + ? WHERE id = ?");
  }

  /**
   * Records the outcome of an instance in that delivery of its study.
   *
   * @param sent what its row is expected to be; null to read it
   * @throws SQLException the database failed
   */
  public void settle(long id, long delivery, DeliveryRecord s, @Nullable SentInstance sent)
      throws SQLException {
    Change change = change(id, delivery, s);
    if (sent != null) {
      bind(settleExpected, change);
      settleExpected.setLong(14, sent.size());
      settleExpected.setLong(15, run.id());
      settleExpected.setLong(16, sent.study());
      settleExpected.setLong(17, delivery);
      if (settleExpected.executeUpdate() == 1) {
        count(FileRow.pending(sent, run.id(), delivery), delivery, s);
        return;
      }
    }
    count(files.row(id), delivery, s);
    bind(settle, change);
    settle.executeUpdate();
  }

  private static void bind(PreparedStatement settle, Change change) throws SQLException {
    settle.setInt(1, change.state());
    settle.setString(2, change.reason());
    byte[] md5 = bytes(change.md5());
    settle.setBytes(3, md5);
    settle.setBytes(4, bytes(change.sha256()));
    settle.setBytes(5, md5);
    settle.setString(6, change.etag());
    settle.setInt(7, change.attempts());
    FileRows.setId(settle, 8, change.uploadedAt());
    FileRows.setId(settle, 9, change.delivery());
    settle.setBoolean(10, change.sent());
    settle.setString(11, change.key());
    FileRows.setId(settle, 12, change.sentRun());
    settle.setLong(13, change.id());
  }

  /**
   * Changes of a file's row; 0 and null leave a column unchanged.
   *
   * @param sent whether the service has stored it
   */
  record Change(
      long id,
      int state,
      @Nullable String reason,
      @Nullable String md5,
      @Nullable String sha256,
      @Nullable String etag,
      int attempts,
      long uploadedAt,
      long delivery,
      boolean sent,
      @Nullable String key,
      long sentRun) {}

  /** The change of the row; {@link #count} changes the totals. */
  Change change(long id, long delivery, DeliveryRecord s) {
    boolean sent = s.outcome() == DeliveryRecord.InstanceOutcome.UPLOADED;
    return new Change(
        id,
        StateCode.of(s.outcome()).number(),
        s.reason(),
        s.md5(),
        s.sha256(),
        sent ? unlessMd5(s.etag(), s.md5()) : null,
        s.attempts(),
        sent ? s.atMillis() : 0,
        s.outcome().isDelivered() ? delivery : 0,
        sent,
        s.key(),
        sent ? run.id() : 0);
  }

  /** Changes the totals. */
  void count(FileRow old, long delivery, DeliveryRecord s) {
    StateCode code = StateCode.of(s.outcome());
    boolean sent = s.outcome() == DeliveryRecord.InstanceOutcome.UPLOADED;
    files.leave(old);
    totals.count(code, s.reason(), old.study(), 1, old.size());
    if (s.outcome().isDelivered() && delivery == old.studyDelivery()) {
      totals.countSent(old.study(), 1);
    }
    if (sent) {
      totals.sawPut(old.study(), s.atMillis());
      counts.addUploadedBytes(old.size());
    }
    files.countMove(old, sent ? RunCounts.Bucket.UPLOADED : run.bucket(code, 0));
  }

  /**
   * Counts attempts of an instance whose state does not change.
   *
   * @throws SQLException the database failed
   */
  public void tried(long id, int attempts) throws SQLException {
    tried.setInt(1, attempts);
    tried.setLong(2, id);
    tried.executeUpdate();
  }

  /** The bytes of hexadecimal digits; null for null. */
  public static byte @Nullable [] bytes(@Nullable String hex) {
    return hex == null ? null : HexFormat.of().parseHex(hex);
  }

  /** Null means the MD5, which most ETags are; the empty string means none. */
  public static @Nullable String unlessMd5(@Nullable String etag, @Nullable String md5) {
    if (etag == null) {
      return "";
    }
    return etag.equalsIgnoreCase(md5) ? null : etag;
  }
}
