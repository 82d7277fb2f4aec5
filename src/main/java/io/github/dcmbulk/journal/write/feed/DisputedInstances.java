package io.github.dcmbulk.journal.write.feed;

import io.github.dcmbulk.journal.Claim;
import io.github.dcmbulk.journal.PendingInstance;
import io.github.dcmbulk.journal.store.DamagedRowException;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.model.JournalException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads instances of which several files, or several versions, are known: who claims a SOP Instance
 * UID, and which files changed since they were delivered. Used by the thread of the {@link
 * StudyFeed}, on its connection.
 */
public final class DisputedInstances {
  private final JournalStore store;
  private final Connection connection;
  private final PreparedStatement touched;
  private final PreparedStatement sharedUids;
  private final PreparedStatement sameInstance;
  private final PreparedStatement sameInstanceOfStudy;

  DisputedInstances(JournalStore store, Connection connection, long run) throws SQLException {
    this.store = store;
    this.connection = connection;
    touched =
        connection.prepareStatement(
            StateCode.inSql(
                PendingRows.QUERY
                    + """
                    WHERE s.study = ? AND f.id > ? AND f.state = $PENDING AND f.run = ?
                      AND f.uploaded_at IS NOT NULL
                    ORDER BY f.id LIMIT ?\
                    """));
    touched.setLong(3, run);
    sharedUids =
        connection.prepareStatement(
            StateCode.inSql(
                """
                SELECT DISTINCT f.sop_uid FROM file f JOIN series s ON s.id = f.series
                WHERE s.study = ? AND f.state = $PENDING AND f.run = ? AND EXISTS (
                  SELECT 1 FROM file g WHERE g.sop_uid = f.sop_uid AND g.id <> f.id
                    AND g.state <= $LAST_INSTANCE)\
                """));
    sharedUids.setLong(2, run);
    sameInstance =
        connection.prepareStatement(
            StateCode.inSql(
                PendingRows.QUERY
                    + "WHERE f.sop_uid = ? AND f.state <= $LAST_INSTANCE ORDER BY d.path, f.name"));
    sameInstanceOfStudy =
        connection.prepareStatement(
            StateCode.inSql(
                PendingRows.QUERY
                    + "WHERE f.sop_uid = ? AND f.state <= $LAST_INSTANCE AND s.study = ?"
                    + " ORDER BY d.path, f.name"));
  }

  /**
   * Instances of the study that were delivered, and whose files have changed since.
   *
   * @throws JournalException the journal cannot be read or written
   */
  public List<PendingInstance> touched(long study, long after, int limit) throws JournalException {
    try {
      touched.setLong(1, study);
      touched.setLong(2, after);
      touched.setInt(4, limit);
      return PendingRows.read(touched);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /**
   * SOP Instance UIDs of the study that more than one file claims, wherever it lies.
   *
   * @throws JournalException the journal cannot be read or written
   */
  public List<String> sharedUids(long study) throws JournalException {
    try {
      List<String> uids = new ArrayList<>();
      sharedUids.setLong(1, study);
      try (ResultSet row = sharedUids.executeQuery()) {
        while (row.next()) {
          uids.add(row.getString(1));
        }
      }
      return uids;
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /**
   * SOP Instance UIDs that more than one file claims, in order, after the given one.
   *
   * @throws JournalException the journal cannot be read or written
   */
  public List<String> sharedUidsAfter(String uid, int limit) throws JournalException {
    try (PreparedStatement query =
        connection.prepareStatement(
            StateCode.inSql(
                """
                SELECT sop_uid FROM file WHERE sop_uid > ? AND state <= $LAST_INSTANCE
                GROUP BY sop_uid HAVING count(*) > 1 ORDER BY sop_uid LIMIT ?\
                """))) {
      query.setString(1, uid);
      query.setInt(2, limit);
      List<String> uids = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          uids.add(row.getString(1));
        }
      }
      return uids;
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /**
   * Every file that claims that SOP Instance UID, in the order of their paths: which of several
   * copies is the duplicate must not depend on which was checked first.
   *
   * @throws JournalException the journal cannot be read or written
   */
  public List<Claim> claims(String sopInstanceUid) throws JournalException {
    try {
      sameInstance.setString(1, sopInstanceUid);
      return claims(sameInstance);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /**
   * The same, but only the files of that study.
   *
   * @throws JournalException the journal cannot be read or written
   */
  public List<Claim> claims(String sopInstanceUid, long study) throws JournalException {
    try {
      sameInstanceOfStudy.setString(1, sopInstanceUid);
      sameInstanceOfStudy.setLong(2, study);
      return claims(sameInstanceOfStudy);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  private static List<Claim> claims(PreparedStatement query) throws SQLException {
    List<Claim> claims = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        claims.add(DamagedRowException.guard(() -> PendingRows.claim(row)));
      }
    }
    return claims;
  }
}
