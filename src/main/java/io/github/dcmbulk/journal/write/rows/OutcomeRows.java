package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.RunCounts;
import io.github.dcmbulk.journal.store.StateCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Writes what became of instances that were to be sent, into the rows of their files. */
public final class OutcomeRows {
  private final RunContext run;
  private final FileRows files;
  private final Tallies tallies;
  private final CountChanges counts;
  private final PreparedStatement settle;
  private final PreparedStatement tried;

  /**
   * Prepares the statements.
   *
   * @throws SQLException the database failed
   */
  public OutcomeRows(
      Connection c, RunContext run, FileRows files, Tallies tallies, CountChanges counts)
      throws SQLException {
    this.run = run;
    this.files = files;
    this.tallies = tallies;
    this.counts = counts;
    settle =
        c.prepareStatement(
            """
            UPDATE file SET state = ?, reason = ?, md5 = coalesce(?, md5),
              sha256 = coalesce(?, CASE WHEN coalesce(?, md5) = md5 THEN sha256 END),
              etag = ?, attempts = coalesce(attempts, 0) + ?,
              uploaded_at = coalesce(?, uploaded_at), delivery = coalesce(?, delivery),
              object_key = CASE WHEN ? THEN ? ELSE object_key END,
              sent_run = coalesce(?, sent_run)
            WHERE id = ?\
            """);
    tried = c.prepareStatement("UPDATE file SET attempts = coalesce(attempts, 0) + ? WHERE id = ?");
  }

  /**
   * Records what became of an instance that was to be sent with that delivery of its study.
   *
   * @throws SQLException the database failed
   */
  public void settle(long id, long delivery, DeliveryRecord s) throws SQLException {
    settle(id, files.row(id), delivery, s);
  }

  private void settle(long id, FileRow old, long delivery, DeliveryRecord s) throws SQLException {
    bind(id, delivery, s);
    settle.executeUpdate();
    settled(old, delivery, s);
  }

  /** The same for one of several that {@link #settleAll} writes together. */
  void settleLater(long id, FileRow old, long delivery, DeliveryRecord s) throws SQLException {
    bind(id, delivery, s);
    settle.addBatch();
    settled(old, delivery, s);
  }

  /** Writes the outcomes of {@link #settleLater}. */
  void settleAll() throws SQLException {
    settle.executeBatch();
  }

  private void bind(long id, long delivery, DeliveryRecord s) throws SQLException {
    boolean sent = s.outcome() == DeliveryRecord.InstanceOutcome.UPLOADED;
    byte[] md5 = bytes(s.md5());
    settle.setInt(1, StateCode.of(s.outcome()).number());
    settle.setString(2, s.reason());
    settle.setBytes(3, md5);
    settle.setBytes(4, bytes(s.sha256()));
    settle.setBytes(5, md5);
    settle.setString(6, sent ? unlessMd5(s.etag(), s.md5()) : null);
    settle.setInt(7, s.attempts());
    FileRows.setId(settle, 8, sent ? s.atMillis() : 0);
    FileRows.setId(settle, 9, s.outcome().isDelivered() ? delivery : 0);
    settle.setBoolean(10, sent);
    settle.setString(11, s.key());
    FileRows.setId(settle, 12, sent ? run.id() : 0);
    settle.setLong(13, id);
  }

  private void settled(FileRow old, long delivery, DeliveryRecord s) {
    StateCode code = StateCode.of(s.outcome());
    boolean sent = s.outcome() == DeliveryRecord.InstanceOutcome.UPLOADED;
    files.leave(old);
    tallies.count(code, s.reason(), old.study(), 1, old.size());
    if (s.outcome().isDelivered() && delivery == old.studyDelivery()) {
      tallies.countSent(old.study(), 1);
    }
    if (sent) {
      tallies.sawPut(old.study(), s.atMillis());
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

  /** Null stands for the MD5, which most ETags are; the empty string for none. */
  public static @Nullable String unlessMd5(@Nullable String etag, @Nullable String md5) {
    if (etag == null) {
      return "";
    }
    return etag.equalsIgnoreCase(md5) ? null : etag;
  }
}
