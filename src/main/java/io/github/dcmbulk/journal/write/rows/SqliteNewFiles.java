package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.journal.CheckedFile;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.StateCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Adds rows to SQLite. Most files of a directory differ from their neighbours in four columns only;
 * several such rows go with one statement, because each value and each statement is a call into
 * native code, which costs more than the work there.
 */
final class SqliteNewFiles extends NewFiles {
  private static final int ALIKE = 16;
  private static final int SHARED_COLUMNS = 4;
  private static final int OWN_COLUMNS = 5;

  private final RunContext run;
  private final PreparedStatement insert;
  private final PreparedStatement insertAlike;
  private final PreparedStatement last;

  SqliteNewFiles(Connection c, RunContext run, SharedRows names) throws SQLException {
    super(c, run, names);
    this.run = run;
    insert =
        c.prepareStatement(
            """
            INSERT OR IGNORE INTO file(size, modified, state, series, sop_uid, run, reason,
              warnings, arrived, dir, name) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """);
    insertAlike =
        c.prepareStatement(
            "INSERT OR IGNORE INTO file(run, dir, state, series, size, modified, sop_uid, name,"
                + " arrived) VALUES(?1, ?2, ?3, ?4, ?, ?, ?, ?, ?)"
                + ", (?1, ?2, ?3, ?4, ?, ?, ?, ?, ?)".repeat(ALIKE - 1));
    last = c.prepareStatement("SELECT coalesce(max(id), 0) FROM file");
  }

  @Override
  List<long[]> add(List<OfDirectory> directories, boolean expectsNew) throws SQLException {
    List<long[]> known = new ArrayList<>(directories.size());
    for (OfDirectory directory : directories) {
      known.add(add(directory.files(), directory.dir()));
    }
    return known;
  }

  private long[] add(List<CheckedFile> checkedFiles, long dir) throws SQLException {
    long[] known = new long[checkedFiles.size()];
    int i = 0;
    while (i < known.length) {
      if (areAlike(checkedFiles, i)) {
        addAlike(checkedFiles, i, dir, known);
        i += ALIKE;
      } else {
        known[i] = add(checkedFiles.get(i), dir);
        i++;
      }
    }
    return known;
  }

  private long add(CheckedFile j, long dir) throws SQLException {
    if (j.knownId() != 0) {
      return j.knownId();
    }
    bind(insert, j);
    insert.setLong(10, dir);
    insert.setBytes(11, name(j));
    return insert.executeUpdate() == 0 ? find(j, dir) : 0;
  }

  /** Whether the next files are new, of one series and state, and without a reason or warnings. */
  private boolean areAlike(List<CheckedFile> checkedFiles, int from) throws SQLException {
    if (from + ALIKE > checkedFiles.size()) {
      return false;
    }
    CheckedFile first = checkedFiles.get(from);
    long series = series(first).id();
    for (int i = from; i < from + ALIKE; i++) {
      CheckedFile j = checkedFiles.get(i);
      boolean plain = j.knownId() == 0 && j.reason() == null && j.warnings().isEmpty();
      if (!plain || j.state() != first.state() || series(j).id() != series) {
        return false;
      }
    }
    return true;
  }

  private void addAlike(List<CheckedFile> checkedFiles, int from, long dir, long[] known)
      throws SQLException {
    CheckedFile first = checkedFiles.get(from);
    insertAlike.setLong(1, run.id());
    insertAlike.setLong(2, dir);
    insertAlike.setInt(3, StateCode.of(first.state()).number());
    FileRows.setId(insertAlike, 4, series(first).id());
    int next = SHARED_COLUMNS;
    for (CheckedFile j : checkedFiles.subList(from, from + ALIKE)) {
      insertAlike.setLong(next + 1, j.file().size());
      insertAlike.setLong(next + 2, j.file().modifiedNanos());
      insertAlike.setString(next + 3, j.header().sopInstanceUid());
      insertAlike.setBytes(next + 4, name(j));
      FileRows.setId(insertAlike, next + 5, arrived(j));
      next += OWN_COLUMNS;
    }
    int added = insertAlike.executeUpdate();
    if (added < ALIKE) {
      // Ids increase by one, so the added rows are the last ones.
      long before = Sql.number(last) - added;
      Set<Long> seen = new HashSet<>();
      for (int i = from; i < from + ALIKE; i++) {
        long id = find(checkedFiles.get(i), dir);
        known[i] = id > before && seen.add(id) ? 0 : id;
      }
    }
  }
}
