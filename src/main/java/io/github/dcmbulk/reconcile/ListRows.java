package io.github.dcmbulk.reconcile;

import io.github.dcmbulk.journal.StudyRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads rows of the temporary file. */
final class ListRows {
  private ListRows() {}

  /** Adds the row of {@link ListStore#entries} to a study's. */
  static void add(ListedGroup group, ResultSet entry) throws SQLException {
    group.add(
        entry.getLong(1),
        number(entry, 3),
        number(entry, 4),
        entry.getString(5),
        number(entry, 6),
        entry.getString(7));
  }

  /** The study in that row of {@link ListStore#studies}. */
  static StudyRecord study(ResultSet row) throws SQLException {
    return new StudyRecord(
        row.getString(1),
        row.getString(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7),
        row.getBoolean(8),
        row.getBoolean(9),
        IdentityText.read(row.getString(10)));
  }

  /** A number; null for NULL. */
  static @Nullable Long number(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
