package io.github.dcmbulk.journal;

import io.github.dcmbulk.model.PathText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/** Adds the rows of files that the journal may not know yet, a directory's files with one call. */
final class NewFiles {
  private final RunContext run;
  private final Names names;
  private final PreparedStatement insert;
  private final PreparedStatement find;

  NewFiles(Connection c, RunContext run, Names names) throws SQLException {
    this.run = run;
    this.names = names;
    insert =
        c.prepareStatement(
            """
            INSERT OR IGNORE INTO file(size, modified, state, series, sop_uid, run, reason,
              warnings, dir, name) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
    find = c.prepareStatement("SELECT id FROM file WHERE dir = ? AND name = ?");
  }

  /**
   * Adds a row for each that has none.
   *
   * @return for each the row that was there before, which is left as it is; 0 where it was added
   */
  long[] add(List<Judgement> judgements, long dir) throws SQLException {
    boolean any = false;
    for (Judgement j : judgements) {
      if (j.knownId() == 0) {
        bind(insert, j);
        insert.setLong(9, dir);
        insert.setBytes(10, name(j));
        insert.addBatch();
        any = true;
      }
    }
    int[] changes = any ? insert.executeBatch() : new int[0];
    long[] known = new long[judgements.size()];
    int next = 0;
    for (int i = 0; i < known.length; i++) {
      Judgement j = judgements.get(i);
      if (j.knownId() != 0) {
        known[i] = j.knownId();
      } else if (changes[next++] == 0) {
        known[i] = find(j, dir);
      }
    }
    return known;
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
  }

  /** The file's series, made if need be. */
  Names.Series series(Judgement j) throws SQLException {
    return j.header().isEmpty() ? Names.Series.NONE : names.series(j.header());
  }

  private long find(Judgement j, long dir) throws SQLException {
    find.setLong(1, dir);
    find.setBytes(2, name(j));
    try (ResultSet row = find.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  private static byte[] name(Judgement j) {
    return PathText.bytes(Objects.requireNonNull(j.file().path().getFileName()));
  }
}
