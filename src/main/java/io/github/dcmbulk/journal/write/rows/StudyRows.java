package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.StudyTimes;
import io.github.dcmbulk.journal.store.Parameters;
import io.github.dcmbulk.journal.store.Pipeline;
import io.github.dcmbulk.journal.store.Schema;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.journal.write.hosts.SharedRun;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
  private static final String OPEN =
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
          """);

  private static final String COUNT_GONE_AS_SENT =
      StateCode.inSql(
          """
          UPDATE file SET delivery = ? WHERE gone = 1 AND state = $UPLOADED
            AND series IN (SELECT id FROM series WHERE study = ?)\
          """);

  private static final String CLOSE =
      """
      UPDATE study SET last_put = nullif(?, 0), stored_at = ?,
        clock_ahead = coalesce(?, clock_ahead), complete = CASE
          WHEN ? AND (pending > 0 OR held > 0 OR sent < uploaded) THEN 0 ELSE ? END
      WHERE id = ?\
      """;

  private static final String END_SENT =
      StateCode.inSql("UPDATE study SET complete = $COMPLETE WHERE id = ? AND ")
          + Schema.IS_SENT_AND_NOT_ENDED;

  private static final String BEAT =
      """
      UPDATE study SET last_put = CASE WHEN last_put > ? THEN last_put ELSE ? END,
        stored_at = ?, clock_ahead = coalesce(?, clock_ahead),
        complete = coalesce(nullif(?, 0), complete)
      WHERE id = ?\
      """;

  private static final String FORGET_TIME =
      StateCode.inSql(
          """
          UPDATE study SET last_put = ?, stored_at = NULL, clock_ahead = ?,
            complete = CASE WHEN complete = $APART THEN $APART ELSE $OVERWRITTEN END
          WHERE id = ?\
          """);

  private static final String DEQUEUE = "DELETE FROM queue WHERE study = ? AND seen <= ?";

  private static final String POSTPONE =
      """
      INSERT INTO queue(study, seen, due) VALUES(?, 0, ?)
      ON CONFLICT (study) DO UPDATE SET due = excluded.due\
      """;

  private static final String HOLD_UNTIL =
      "UPDATE study SET hold_until = ?, hold_file = ? WHERE id = ?";

  private final Pipeline pipeline;
  private final @Nullable SharedRun shared;
  private final FileRows files;
  private final StoredTotals totals;
  private final StudiesSeen seen;
  private final PreparedStatement pending;
  private final PreparedStatement laterVersions;
  private final PreparedStatement waiting;

  /**
   * Prepares the statements.
   *
   * @throws SQLException the database failed
   */
  public StudyRows(
      Connection c,
      Pipeline pipeline,
      FileRows files,
      StoredTotals totals,
      StudiesSeen seen,
      @Nullable SharedRun shared)
      throws SQLException {
    this.pipeline = pipeline;
    this.shared = shared;
    this.files = files;
    this.totals = totals;
    this.seen = seen;
    pending =
        c.prepareStatement(
            StateCode.inSql(
                """
                SELECT f.id FROM file f JOIN series s ON s.id = f.series
                WHERE s.study = ? AND f.state = $PENDING\
                """));
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
   * A delivery begins or continues, at that time. Instances whose files no longer exist cannot be
   * sent again, and do not prevent the study from being complete.
   *
   * @param continues whether the service still processes it together with what was sent before
   * @param apart whether it is sent in parts
   */
  public void open(long study, long delivery, StudyTimes now, boolean continues, boolean apart)
      throws SQLException {
    totals.write();
    pipeline.update(
        OPEN,
        Parameters.of()
            .number(now.lastPut().toEpochMilli())
            .number(millis(now.clockAhead()))
            .number(apart ? StudyState.Outcome.APART.code() : StudyState.Outcome.OPEN.code())
            .number(delivery)
            .flag(continues)
            .number(study));
    pipeline.update(COUNT_GONE_AS_SENT, Parameters.of().number(delivery).number(study));
  }

  /** A delivery ended; COMPLETE is recorded only if every instance was delivered. */
  public void close(long study, StudyTimes times, StudyState.Outcome outcome) throws SQLException {
    totals.write();
    pipeline.update(
        CLOSE,
        Parameters.of()
            .number(times.lastPut().toEpochMilli())
            .unlessZero(stored(times))
            .number(millis(times.clockAhead()))
            .flag(outcome == StudyState.Outcome.COMPLETE)
            .number(outcome.code())
            .number(study));
  }

  /** Ends the delivery of another process, if that had sent everything and was killed. */
  public void endIfSent(long study) throws SQLException {
    totals.write();
    pipeline.update(END_SENT, Parameters.of().number(study));
  }

  /** A delivery continues; an outcome other than OPEN remains. */
  public void beat(long study, StudyTimes times, StudyState.Outcome outcome) throws SQLException {
    pipeline.update(
        BEAT,
        Parameters.of()
            .number(times.lastPut().toEpochMilli())
            .number(times.lastPut().toEpochMilli())
            .unlessZero(stored(times))
            .number(millis(times.clockAhead()))
            .number(outcome.code())
            .number(study));
  }

  /** Latest time at which the service certainly had stored something, in ms; 0 for unknown. */
  private static long stored(StudyTimes times) {
    return times.stored() == null ? 0 : times.stored().toEpochMilli();
  }

  private static @Nullable Long millis(@Nullable Duration value) {
    return value == null ? null : value.toMillis();
  }

  /**
   * The time of its last upload is unknown: the latest possible time is used, and the delivery
   * cannot be continued.
   */
  public void forgetTime(long study, StudyTimes now) throws SQLException {
    pipeline.update(
        FORGET_TIME,
        Parameters.of()
            .number(now.lastPut().toEpochMilli())
            .number(millis(now.clockAhead()))
            .number(study));
  }

  /** Takes the study out of the queue, unless the walk has found more of it since. */
  public void dequeue(long study, long seen) throws SQLException {
    pipeline.update(
        DEQUEUE,
        Parameters.of().number(study).number(seen),
        deleted -> {
          if (deleted == 1) {
            this.seen.done(study);
          }
        });
    if (shared != null) {
      shared.claims().release(pipeline, study);
    }
    files.queueChanged();
  }

  /** Leaves the study in the queue until then. */
  public void postpone(long study, long dueMillis) throws SQLException {
    pipeline.update(
        POSTPONE,
        Parameters.of().number(study).number(shared == null ? dueMillis : shared.there(dueMillis)));
    if (shared != null) {
      shared.claims().release(pipeline, study);
    }
    seen.waits(study);
    waits(study, dueMillis, 0);
  }

  /**
   * The study waits until then; its instances stay pending.
   *
   * @param file the file that it waits for; 0 for none
   */
  public void waits(long study, long untilMillis, long file) throws SQLException {
    pipeline.update(
        HOLD_UNTIL, Parameters.of().unlessZero(untilMillis).unlessZero(file).number(study));
  }

  /**
   * Everything of the study that is still to be sent is held for a later run.
   *
   * @param untilMillis not before then; 0 if no time decides
   * @param file the file that is the reason; 0 for none
   */
  public void hold(long study, String reason, long untilMillis, long file) throws SQLException {
    waits(study, untilMillis, file);
    pipeline.flush();
    pending.setLong(1, study);
    for (long id : ids(pending)) {
      files.move(id, StateCode.HELD, reason);
    }
  }

  /** Makes the waiting versions of delivered instances pending, due at that time. */
  public void releaseLaterVersions(long study, long dueMillis) throws SQLException {
    pipeline.flush();
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

  /** Puts the instances left in the queue on hold. */
  public void holdWaiting(long nowMillis) throws SQLException {
    pipeline.flush();
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
