package io.github.dcmbulk.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Writes the rows of studies and their place in the queue. */
final class StudyRows {
  private final FileRows files;
  private final Tallies tallies;
  private final StudiesSeen seen;
  private final PreparedStatement open;
  private final PreparedStatement countGoneAsSent;
  private final PreparedStatement close;
  private final PreparedStatement dequeue;
  private final PreparedStatement postpone;
  private final PreparedStatement pending;
  private final PreparedStatement laterVersions;
  private final PreparedStatement waiting;

  StudyRows(Connection c, FileRows files, Tallies tallies, StudiesSeen seen) throws SQLException {
    this.files = files;
    this.tallies = tallies;
    this.seen = seen;
    open =
        c.prepareStatement(
            """
            UPDATE study SET complete = 0, last_put = max(coalesce(last_put, 0), ?1),
              sent = CASE WHEN delivery = ?2 THEN sent ELSE
                (SELECT count(*) FROM file f JOIN series s ON s.id = f.series
                 WHERE s.study = ?3 AND f.gone = 1 AND f.state = 2) END,
              delivery = ?2
            WHERE id = ?3""");
    countGoneAsSent =
        c.prepareStatement(
            """
            UPDATE file SET delivery = ? WHERE gone = 1 AND state = 2
              AND series IN (SELECT id FROM series WHERE study = ?)""");
    close =
        c.prepareStatement(
            """
            UPDATE study SET last_put = max(coalesce(last_put, 0), ?),
              complete = CASE WHEN ? THEN 2
                ELSE pending = 0 AND held = 0 AND sent >= uploaded END
            WHERE id = ?""");
    dequeue = c.prepareStatement("DELETE FROM queue WHERE study = ? AND seen <= ?");
    postpone =
        c.prepareStatement(
            """
            INSERT INTO queue(study, seen, due) VALUES(?1, 0, ?2)
            ON CONFLICT DO UPDATE SET due = ?2""");
    pending =
        c.prepareStatement(
            """
            SELECT f.id FROM file f JOIN series s ON s.id = f.series
            WHERE s.study = ? AND f.state = 1""");
    waiting = c.prepareStatement("SELECT study FROM queue WHERE due > ?");
    laterVersions =
        c.prepareStatement(
            """
            SELECT f.id FROM file f JOIN series s ON s.id = f.series
            WHERE s.study = ? AND f.state = 5 AND f.reason = ?""");
  }

  /**
   * A delivery begins or goes on. Instances that are gone from their place cannot be sent again,
   * and do not keep the study from being complete.
   */
  void open(long study, long delivery, long nowMillis) throws SQLException {
    tallies.write();
    open.setLong(1, nowMillis);
    open.setLong(2, delivery);
    open.setLong(3, study);
    open.executeUpdate();
    countGoneAsSent.setLong(1, delivery);
    countGoneAsSent.setLong(2, study);
    countGoneAsSent.executeUpdate();
  }

  /** A delivery ended; it is complete if everything went and no pause broke it. */
  void close(long study, long lastPutMillis, boolean broken) throws SQLException {
    tallies.write();
    close.setLong(1, lastPutMillis);
    close.setBoolean(2, broken);
    close.setLong(3, study);
    close.executeUpdate();
  }

  /** Takes the study out of the queue, unless the walk has met more of it since. */
  void dequeue(long study, long seen) throws SQLException {
    dequeue.setLong(1, study);
    dequeue.setLong(2, seen);
    if (dequeue.executeUpdate() == 1) {
      this.seen.done(study);
    }
    files.queueChanged();
  }

  /** The study waits in the queue until then. */
  void postpone(long study, long dueMillis) throws SQLException {
    postpone.setLong(1, study);
    postpone.setLong(2, dueMillis);
    postpone.executeUpdate();
    seen.waits(study);
  }

  /** Everything of the study that is still to be sent is held for a later run. */
  void hold(long study, String reason) throws SQLException {
    pending.setLong(1, study);
    for (long id : ids(pending)) {
      files.move(id, StateCode.HELD, reason);
    }
  }

  /** Other versions of delivered instances get their turn, at that time. */
  void releaseLaterVersions(long study, long dueMillis) throws SQLException {
    laterVersions.setLong(1, study);
    laterVersions.setString(2, Settlement.OTHER_BYTES);
    List<Long> ids = ids(laterVersions);
    for (long id : ids) {
      files.move(id, StateCode.PENDING, null);
    }
    if (!ids.isEmpty()) {
      postpone(study, dueMillis);
    }
  }

  /** Holds what is left in the queue for its time to come. */
  void holdWaiting(long nowMillis) throws SQLException {
    waiting.setLong(1, nowMillis);
    for (long study : ids(waiting)) {
      hold(study, "overwrite-window");
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
