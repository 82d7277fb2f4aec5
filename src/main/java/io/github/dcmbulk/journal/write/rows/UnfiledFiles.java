package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.StateCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Rejected and unreadable files whose own study cannot be read count for the study of their
 * directory, if that is the only study there: exporters write one directory for a study or a
 * series. In a directory of several studies they count for none, because any choice would be a
 * guess.
 */
public final class UnfiledFiles {
  private static final String UNFILED =
      StateCode.inSql(
          " FROM file f LEFT JOIN series s ON s.id = f.series"
              + " WHERE f.state IN ($REJECTED, $UNREADABLE) AND s.study IS NULL");

  /** For how long a query that found none is not repeated, where queries take time. */
  private static final long GOOD_FOR_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final StoredTotals totals;
  private final boolean isShared;
  private long noneUntil = System.nanoTime();

  /** Directories whose files changed since they were last counted, one bit each. */
  private final BitSet touched = new BitSet();

  private final PreparedStatement any;
  private final PreparedStatement all;
  private final PreparedStatement besideStudy;
  private final PreparedStatement studyOfDir;
  private final PreparedStatement studiesInDir;
  private final PreparedStatement unfiledInDir;
  private final PreparedStatement assign;

  /**
   * Counts files of that journal.
   *
   * @param isShared whether other processes change files as well, so that any may have changed
   * @throws SQLException the database failed
   */
  public UnfiledFiles(Connection c, StoredTotals totals, boolean isShared) throws SQLException {
    this.totals = totals;
    this.isShared = isShared;
    any =
        c.prepareStatement(
            StateCode.inSql(
                "SELECT count(*) FROM (SELECT 1 FROM file WHERE state IN ($REJECTED, $UNREADABLE)"
                    + " LIMIT 1) f"));
    all = c.prepareStatement("SELECT DISTINCT f.dir" + UNFILED);
    besideStudy =
        c.prepareStatement(
            "SELECT DISTINCT f.dir"
                + UNFILED
                + " AND f.dir IN (SELECT b.dir FROM series o JOIN file b ON b.series = o.id"
                + " WHERE o.study = ?)");
    studyOfDir =
        c.prepareStatement(
            "SELECT coalesce(study, 0) FROM dir WHERE id = ?" + (isShared ? " FOR UPDATE" : ""));
    studiesInDir =
        c.prepareStatement(
            StateCode.inSql(
"""
SELECT DISTINCT s.study FROM file f JOIN series s ON s.id = f.series
WHERE f.dir = ? AND f.state <= $LAST_IDENTIFIED AND f.gone IS NULL AND s.study IS NOT NULL LIMIT 2\
"""));
    unfiledInDir =
        c.prepareStatement(
            StateCode.inSql(
                "SELECT count(*) FILTER (WHERE f.state = $REJECTED), count(*) FILTER (WHERE f.state"
                    + " = $UNREADABLE)"
                    + UNFILED
                    + " AND f.dir = ?"));
    assign = c.prepareStatement("UPDATE dir SET study = ? WHERE id = ?");
  }

  /** Files of the directory change. */
  void touch(long dir) {
    touched.set(Math.toIntExact(dir));
  }

  /** The study that a file of the directory counts for which names none; 0 for none. */
  long studyOf(long dir, StateCode code) throws SQLException {
    if (code != StateCode.REJECTED && code != StateCode.UNREADABLE) {
      return 0;
    }
    studyOfDir.setLong(1, dir);
    return Sql.number(studyOfDir);
  }

  /** Whether there was none just before, so that nothing is to be settled. */
  public boolean isSettled() {
    return isShared && System.nanoTime() - noneUntil < 0;
  }

  /**
   * Counts such files in the directories of a study.
   *
   * @throws SQLException the database failed
   */
  public void settle(long study) throws SQLException {
    if (isSettled()) {
      return;
    }
    if (Sql.number(any) == 0) {
      noneUntil = System.nanoTime() + GOOD_FOR_NANOS;
    } else {
      besideStudy.setLong(1, study);
      settle(besideStudy);
    }
  }

  /**
   * Counts all such files.
   *
   * @throws SQLException the database failed
   */
  public void settleAll() throws SQLException {
    settle(all);
    touched.clear();
  }

  private void settle(PreparedStatement dirs) throws SQLException {
    List<Long> changed = new ArrayList<>();
    try (ResultSet row = dirs.executeQuery()) {
      while (row.next()) {
        if (isShared || touched.get(Math.toIntExact(row.getLong(1)))) {
          changed.add(row.getLong(1));
        }
      }
    }
    for (long dir : changed) {
      settleDir(dir);
    }
  }

  private void settleDir(long dir) throws SQLException {
    studyOfDir.setLong(1, dir);
    long before = Sql.number(studyOfDir);
    long now = onlyStudyIn(dir);
    if (before == now) {
      return;
    }
    unfiledInDir.setLong(1, dir);
    try (ResultSet row = unfiledInDir.executeQuery()) {
      if (row.next()) {
        move(StateCode.REJECTED, before, now, row.getLong(1));
        move(StateCode.UNREADABLE, before, now, row.getLong(2));
      }
    }
    FileRows.setId(assign, 1, now);
    assign.setLong(2, dir);
    assign.executeUpdate();
  }

  private void move(StateCode state, long before, long now, long files) {
    totals.countOfStudy(state, before, -files);
    totals.countOfStudy(state, now, files);
  }

  private long onlyStudyIn(long dir) throws SQLException {
    studiesInDir.setLong(1, dir);
    try (ResultSet row = studiesInDir.executeQuery()) {
      long study = row.next() ? row.getLong(1) : 0;
      return row.next() ? 0 : study;
    }
  }
}
