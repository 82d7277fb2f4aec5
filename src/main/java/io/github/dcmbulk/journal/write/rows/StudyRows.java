package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.StudyTimes;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.journal.write.hosts.SharedRun;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of studies and their place in the queue.
 *
 * <p>A method throws {@link SQLException} when the database failed.
 */
public final class StudyRows {
  private final Connection connection;
  private final @Nullable SharedRun shared;
  private final FileRows files;
  private final Tallies tallies;
  private final StudiesSeen seen;
  private final PreparedStatement open;
  private final PreparedStatement countGoneAsSent;
  private final PreparedStatement close;
  private final PreparedStatement beat;
  private final PreparedStatement forgetTime;
  private final PreparedStatement dequeue;
  private final PreparedStatement postpone;
  private final PreparedStatement pending;
  private final PreparedStatement laterVersions;
  private final PreparedStatement waiting;
  private final PreparedStatement holdUntil;

  /**
   * Prepares the statements.
   *
   * @throws SQLException the database failed
   */
  public StudyRows(
      Connection c, FileRows files, Tallies tallies, StudiesSeen seen, @Nullable SharedRun shared)
      throws SQLException {
    this.connection = c;
    this.shared = shared;
    this.files = files;
    this.tallies = tallies;
    this.seen = seen;
    open =
        c.prepareStatement(
            StateCode.inSql(
                """
                UPDATE study SET last_put = v.at, clock_ahead = v.ahead, hold_until = NULL,
                  hold_file = NULL, complete = v.complete,
                  stored_at = CASE WHEN study.delivery = v.delivery AND v.goes_on THEN stored_at
                    ELSE v.at END,
                  sent = CASE WHEN study.delivery = v.delivery THEN sent ELSE
                    (SELECT count(*) FROM file f JOIN series s ON s.id = f.series
                     WHERE s.study = v.id AND f.gone = 1 AND f.state = $UPLOADED) END,
                  delivery = v.delivery
                FROM (SELECT ? AS at, ? AS ahead, ? AS complete, ? AS delivery, ? AS goes_on, ? AS id) v
                WHERE study.id = v.id\
                """));
    countGoneAsSent =
        c.prepareStatement(
            StateCode.inSql(
                """
                UPDATE file SET delivery = ? WHERE gone = 1 AND state = $UPLOADED
                  AND series IN (SELECT id FROM series WHERE study = ?)\
                """));
    close =
        c.prepareStatement(
            """
            UPDATE study SET last_put = nullif(?, 0), stored_at = ?,
              clock_ahead = coalesce(?, clock_ahead), complete = CASE
                WHEN ? AND (pending > 0 OR held > 0 OR sent < uploaded) THEN 0 ELSE ? END
            WHERE id = ?\
            """);
    beat =
        c.prepareStatement(
            """
            UPDATE study SET last_put = CASE WHEN last_put > ? THEN last_put ELSE ? END,
              stored_at = ?, clock_ahead = coalesce(?, clock_ahead),
              complete = coalesce(nullif(?, 0), complete)
            WHERE id = ?\
            """);
    forgetTime =
        c.prepareStatement(
            StateCode.inSql(
                """
                UPDATE study SET last_put = ?, stored_at = NULL, clock_ahead = ?,
                  complete = CASE WHEN complete = $APART THEN $APART ELSE $OVERWRITTEN END
                WHERE id = ?\
                """));
    dequeue = c.prepareStatement("DELETE FROM queue WHERE study = ? AND seen <= ?");
    postpone =
        c.prepareStatement(
            """
            INSERT INTO queue(study, seen, due) VALUES(?, 0, ?)
            ON CONFLICT (study) DO UPDATE SET due = excluded.due\
            """);
    pending =
        c.prepareStatement(
            StateCode.inSql(
                """
                SELECT f.id FROM file f JOIN series s ON s.id = f.series
                WHERE s.study = ? AND f.state = $PENDING\
                """));
    holdUntil = c.prepareStatement("UPDATE study SET hold_until = ?, hold_file = ? WHERE id = ?");
    waiting =
        c.prepareStatement(
            "SELECT study, due FROM queue WHERE due > ?"
                + (shared == null ? "" : " AND owner IS NULL"));
    laterVersions =
        c.prepareStatement(
            StateCode.inSql(
                """
                SELECT f.id FROM file f JOIN series s ON s.id = f.series
                WHERE s.study = ? AND f.state = $HELD AND f.reason = ?\
                """));
  }

  /**
   * A delivery begins or goes on, at that time. Instances that are gone from their place cannot be
   * sent again, and do not keep the study from being complete.
   *
   * @param goesOn whether the service still takes it for one with what came before
   * @param apart whether it goes in parts
   */
  public void open(long study, long delivery, StudyTimes now, boolean goesOn, boolean apart)
      throws SQLException {
    tallies.write();
    open.setLong(1, now.lastPut().toEpochMilli());
    setMillis(open, 2, now.clockAhead());
    open.setInt(3, apart ? StudyState.Outcome.APART.code() : StudyState.Outcome.OPEN.code());
    open.setLong(4, delivery);
    open.setBoolean(5, goesOn);
    open.setLong(6, study);
    open.executeUpdate();
    countGoneAsSent.setLong(1, delivery);
    countGoneAsSent.setLong(2, study);
    countGoneAsSent.executeUpdate();
  }

  /** A delivery ended; where it is said to be complete, that holds only if everything went. */
  public void close(long study, StudyTimes times, StudyState.Outcome outcome) throws SQLException {
    tallies.write();
    close.setLong(1, times.lastPut().toEpochMilli());
    FileRows.setId(close, 2, stored(times));
    setMillis(close, 3, times.clockAhead());
    close.setBoolean(4, outcome == StudyState.Outcome.COMPLETE);
    close.setInt(5, outcome.code());
    close.setLong(6, study);
    close.executeUpdate();
  }

  /** A delivery goes on; from an outcome other than open nothing leads back to complete. */
  public void beat(long study, StudyTimes times, StudyState.Outcome outcome) throws SQLException {
    beat.setLong(1, times.lastPut().toEpochMilli());
    beat.setLong(2, times.lastPut().toEpochMilli());
    FileRows.setId(beat, 3, stored(times));
    setMillis(beat, 4, times.clockAhead());
    beat.setInt(5, outcome.code());
    beat.setLong(6, study);
    beat.executeUpdate();
  }

  /** When the service had surely stored something, in ms; 0 where that is unknown. */
  private static long stored(StudyTimes times) {
    return times.stored() == null ? 0 : times.stored().toEpochMilli();
  }

  private static void setMillis(PreparedStatement s, int index, @Nullable Duration value)
      throws SQLException {
    if (value == null) {
      s.setNull(index, Types.BIGINT);
    } else {
      s.setLong(index, value.toMillis());
    }
  }

  /** When something of it was stored last is unknown: as late as can be, and nothing goes on. */
  public void forgetTime(long study, StudyTimes now) throws SQLException {
    forgetTime.setLong(1, now.lastPut().toEpochMilli());
    setMillis(forgetTime, 2, now.clockAhead());
    forgetTime.setLong(3, study);
    forgetTime.executeUpdate();
  }

  /** Takes the study out of the queue, unless the walk has found more of it since. */
  public void dequeue(long study, long seen) throws SQLException {
    dequeue.setLong(1, study);
    dequeue.setLong(2, seen);
    if (dequeue.executeUpdate() == 1) {
      this.seen.done(study);
    }
    if (shared != null) {
      shared.letGo(connection, study);
    }
    files.queueChanged();
  }

  /** The study waits in the queue until then. */
  public void postpone(long study, long dueMillis) throws SQLException {
    postpone.setLong(1, study);
    postpone.setLong(2, shared == null ? dueMillis : shared.there(dueMillis));
    postpone.executeUpdate();
    if (shared != null) {
      shared.letGo(connection, study);
    }
    seen.waits(study);
    waits(study, dueMillis, 0);
  }

  /**
   * The study waits until then; its instances stay to be sent.
   *
   * @param file the file that it waits for; 0 for none
   */
  public void waits(long study, long untilMillis, long file) throws SQLException {
    FileRows.setId(holdUntil, 1, untilMillis);
    FileRows.setId(holdUntil, 2, file);
    holdUntil.setLong(3, study);
    holdUntil.executeUpdate();
  }

  /**
   * Everything of the study that is still to be sent is held for a later run.
   *
   * @param untilMillis not before then; 0 if no time decides
   * @param file the file that is to blame; 0 for none
   */
  public void hold(long study, String reason, long untilMillis, long file) throws SQLException {
    waits(study, untilMillis, file);
    pending.setLong(1, study);
    for (long id : ids(pending)) {
      files.move(id, StateCode.HELD, reason);
    }
  }

  /** Other versions of delivered instances get their turn, at that time. */
  public void releaseLaterVersions(long study, long dueMillis) throws SQLException {
    laterVersions.setLong(1, study);
    laterVersions.setString(2, DeliveryRecord.OTHER_BYTES);
    List<Long> ids = ids(laterVersions);
    for (long id : ids) {
      files.move(id, StateCode.PENDING, null);
    }
    if (!ids.isEmpty()) {
      postpone(study, dueMillis);
    }
  }

  /** Holds what is left in the queue for its time to come. */
  public void holdWaiting(long nowMillis) throws SQLException {
    waiting.setLong(1, shared == null ? nowMillis : shared.there(nowMillis));
    Map<Long, Long> due = new LinkedHashMap<>();
    try (ResultSet row = waiting.executeQuery()) {
      while (row.next()) {
        long at = row.getLong(2);
        due.put(row.getLong(1), shared == null ? at : shared.here(at));
      }
    }
    for (Map.Entry<Long, Long> study : due.entrySet()) {
      hold(study.getKey(), "overwrite-window", study.getValue(), 0);
    }
  }

  private static List<Long> ids(PreparedStatement query) throws SQLException {
    List<Long> ids = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        ids.add(row.getLong(1));
      }
    }
    return ids;
  }
}
