package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.journal.CheckedFile;
import io.github.dcmbulk.journal.store.Dialect;
import io.github.dcmbulk.journal.store.Pipeline;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.model.PathText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds the rows of files that the journal may not know yet. */
abstract class NewFiles {
  private final RunContext run;
  private final SharedRows names;
  private final PreparedStatement find;

  NewFiles(Connection c, RunContext run, SharedRows names) throws SQLException {
    this.run = run;
    this.names = names;
    find = c.prepareStatement("SELECT id FROM file WHERE dir = ? AND name = ?");
  }

  /** Adds rows in the way that is fastest for that database. */
  static NewFiles in(Connection c, Pipeline pipeline, RunContext run, SharedRows names)
      throws SQLException {
    return Dialect.of(c) == Dialect.SQLITE
        ? new SqliteNewFiles(c, run, names)
        : new PostgresNewFiles(c, pipeline, run, names);
  }

  /**
   * Adds a row for each file that has none.
   *
   * @param expectsNew whether the transaction may fail if one of those that were not known has a
   *     row, which is very rare
   * @return for each directory and file its earlier row, which is not changed; 0 if a row was added
   */
  abstract List<long[]> add(List<OfDirectory> directories, boolean expectsNew) throws SQLException;

  /** Sets the parameters of the columns that a verdict fills, which come first. */
  final void bind(PreparedStatement s, CheckedFile j) throws SQLException {
    s.setLong(1, j.file().size());
    s.setLong(2, j.file().modifiedNanos());
    s.setInt(3, StateCode.of(j.state()).number());
    FileRows.setId(s, 4, series(j).id());
    s.setString(5, j.header().sopInstanceUid());
    s.setLong(6, run.id());
    s.setString(7, j.reason());
    s.setString(8, warnings(j));
    FileRows.setId(s, 9, arrived(j));
  }

  /** The codes of its warnings; null for none. */
  static @Nullable String warnings(CheckedFile j) {
    return j.warnings().isEmpty() ? null : String.join(",", j.warnings());
  }

  /** Since when the file is unchanged, in ns; 0 if that is its modification time. */
  static long arrived(CheckedFile j) {
    long arrived = j.file().arrivedNanos();
    return arrived == j.file().modifiedNanos() ? 0 : arrived;
  }

  /** The file's series, added if necessary. */
  final SharedRows.Series series(CheckedFile j) throws SQLException {
    return j.header().isEmpty() ? SharedRows.Series.NONE : names.series(j.header());
  }

  /** The row of that file; 0 where there is none. */
  final long find(CheckedFile j, long dir) throws SQLException {
    find.setLong(1, dir);
    find.setBytes(2, name(j));
    return Sql.number(find);
  }

  static byte[] name(CheckedFile j) {
    return PathText.nameBytes(j.file().path());
  }
}
