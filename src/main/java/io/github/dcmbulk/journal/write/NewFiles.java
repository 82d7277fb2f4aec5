package io.github.dcmbulk.journal.write;

import io.github.dcmbulk.journal.Judgement;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.model.PathText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Adds the rows of files that the journal may not know yet. Most files of a directory differ from
 * their neighbours in four columns only; several such rows go with one statement, as every value
 * and every statement is a call into SQLite, and these cost more than what it does.
 */
final class NewFiles {
  private static final int ALIKE = 16;
  private static final int SHARED_COLUMNS = 4;
  private static final int OWN_COLUMNS = 5;

  private final RunContext run;
  private final Names names;
  private final PreparedStatement insert;
  private final PreparedStatement insertAlike;
  private final PreparedStatement find;
  private final PreparedStatement last;

  NewFiles(Connection c, RunContext run, Names names) throws SQLException {
    this.run = run;
    this.names = names;
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
    find = c.prepareStatement("SELECT id FROM file WHERE dir = ? AND name = ?");
    last = c.prepareStatement("SELECT coalesce(max(id), 0) FROM file");
  }

  /**
   * Adds a row for each that has none.
   *
   * @return for each the row that was there before, which is left as it is; 0 where it was added
   */
  long[] add(List<Judgement> judgements, long dir) throws SQLException {
    long[] known = new long[judgements.size()];
    int i = 0;
    while (i < known.length) {
      if (areAlike(judgements, i)) {
        addAlike(judgements, i, dir, known);
        i += ALIKE;
      } else {
        known[i] = add(judgements.get(i), dir);
        i++;
      }
    }
    return known;
  }

  private long add(Judgement j, long dir) throws SQLException {
    if (j.knownId() != 0) {
      return j.knownId();
    }
    bind(insert, j);
    insert.setLong(10, dir);
    insert.setBytes(11, name(j));
    return insert.executeUpdate() == 0 ? find(j, dir) : 0;
  }

  /** Whether the next few are new, of one series and state, and without a remark. */
  private boolean areAlike(List<Judgement> judgements, int from) throws SQLException {
    if (from + ALIKE > judgements.size()) {
      return false;
    }
    Judgement first = judgements.get(from);
    long series = series(first).id();
    for (int i = from; i < from + ALIKE; i++) {
      Judgement j = judgements.get(i);
      boolean plain = j.knownId() == 0 && j.reason() == null && j.warnings().isEmpty();
      if (!plain || j.state() != first.state() || series(j).id() != series) {
        return false;
      }
    }
    return true;
  }

  private void addAlike(List<Judgement> judgements, int from, long dir, long[] known)
      throws SQLException {
    Judgement first = judgements.get(from);
    insertAlike.setLong(1, run.id());
    insertAlike.setLong(2, dir);
    insertAlike.setInt(3, StateCode.of(first.state()).number());
    FileRows.setId(insertAlike, 4, series(first).id());
    int next = SHARED_COLUMNS;
    for (Judgement j : judgements.subList(from, from + ALIKE)) {
      insertAlike.setLong(next + 1, j.file().size());
      insertAlike.setLong(next + 2, j.file().modifiedNanos());
      insertAlike.setString(next + 3, j.header().sopInstanceUid());
      insertAlike.setBytes(next + 4, name(j));
      setArrived(insertAlike, next + 5, j);
      next += OWN_COLUMNS;
    }
    int added = insertAlike.executeUpdate();
    if (added < ALIKE) {
      // Ids rise by one, so the rows that were added are the last ones.
      long before = id(last) - added;
      Set<Long> seen = new HashSet<>();
      for (int i = from; i < from + ALIKE; i++) {
        long id = find(judgements.get(i), dir);
        known[i] = id > before && seen.add(id) ? 0 : id;
      }
    }
  }

  /** Sets the parameters of the columns that a verdict fills, which come first. */
  void bind(PreparedStatement s, Judgement j) throws SQLException {
    s.setLong(1, j.file().size());
    s.setLong(2, j.file().modifiedNanos());
    s.setInt(3, StateCode.of(j.state()).number());
    FileRows.setId(s, 4, series(j).id());
    s.setString(5, j.header().sopInstanceUid());
    s.setLong(6, run.id());
    s.setString(7, j.reason());
    s.setString(8, j.warnings().isEmpty() ? null : String.join(",", j.warnings()));
    setArrived(s, 9, j);
  }

  private static void setArrived(PreparedStatement s, int index, Judgement j) throws SQLException {
    long arrived = j.file().arrivedNanos();
    FileRows.setId(s, index, arrived == j.file().modifiedNanos() ? 0 : arrived);
  }

  /** The file's series, made if need be. */
  Names.Series series(Judgement j) throws SQLException {
    return j.header().isEmpty() ? Names.Series.NONE : names.series(j.header());
  }

  private long find(Judgement j, long dir) throws SQLException {
    find.setLong(1, dir);
    find.setBytes(2, name(j));
    return id(find);
  }

  private static long id(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  private static byte[] name(Judgement j) {
    return PathText.nameBytes(j.file().path());
  }
}
