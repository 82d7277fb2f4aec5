package io.github.dcmbulk.journal.read;

import io.github.dcmbulk.journal.store.DamagedRowException;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.Hold;
import io.github.dcmbulk.model.InstanceHeader;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.Row;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of single files as programs get them: the query's columns, and how they are read. */
public final class RowQuery {
  private static final String COLUMNS =
      """
      SELECT d.path, f.name, f.size, f.modified, f.state, f.reason, f.warnings,
        s.sop_class, f.sop_uid, t.uid, s.uid, s.modality, s.transfer_syntax, t.date,
        f.md5, f.etag, coalesce(f.attempts, 0), f.uploaded_at, r.name,\
      """;

  private static final String NO_HOLD = ", NULL, NULL, NULL, NULL";

  /** How many columns {@link #columns} asks for. */
  public static final int WIDTH = 24;

  /** The file is {@code f}, its directory {@code d}, its study {@code t}; without a condition. */
  public static final String TABLES =
      """

      FROM file f JOIN dir d ON d.id = f.dir LEFT JOIN series s ON s.id = f.series
        LEFT JOIN study t ON t.id = s.study JOIN run r ON r.id = f.run\
      """;

  private RowQuery() {}

  /**
   * The columns, with or without those that older journals lack.
   *
   * @param holdsTimes whether studies have a column for what they wait for
   */
  public static String columns(boolean holdsSha256, boolean holdsTimes) {
    return COLUMNS + (holdsSha256 ? "f.sha256" : "NULL") + (holdsTimes ? hold() : NO_HOLD);
  }

  /** Until when the study waits, and for which file, if some of it is not sent yet. */
  private static String hold() {
    return """
        , CASE WHEN f.state IN (%d, %d) THEN t.hold_until END,
          (SELECT h.path FROM file g JOIN dir h ON h.id = g.dir WHERE g.id = t.hold_file),
          (SELECT g.name FROM file g WHERE g.id = t.hold_file),
          (SELECT g.modified > g.arrived FROM file g WHERE g.id = t.hold_file)\
        """
        .formatted(StateCode.HELD.number(), StateCode.PENDING.number());
  }

  /**
   * Every row, in the order in which the files were first found.
   *
   * @param run only what that run found; 0 for all
   */
  static void each(
      Connection connection, long run, boolean holdsSha256, boolean holdsTimes, Consumer<Row> sink)
      throws SQLException {
    String which = run == 0 ? "" : " WHERE f.run = ? OR (d.run = ? AND f.gone IS NULL)";
    try (PreparedStatement query =
        connection.prepareStatement(
            columns(holdsSha256, holdsTimes) + TABLES + which + " ORDER BY f.id")) {
      if (run != 0) {
        query.setLong(1, run);
        query.setLong(2, run);
      }
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          sink.accept(row(row));
        }
      }
    }
  }

  /** The row of the file at that absolute path; null where there is none. */
  static @Nullable Row find(
      Connection connection, Path path, boolean holdsSha256, boolean holdsTimes)
      throws SQLException {
    Path directory = path.getParent();
    if (directory == null) {
      return null;
    }
    try (PreparedStatement query =
        connection.prepareStatement(
            columns(holdsSha256, holdsTimes) + TABLES + " WHERE d.path = ? AND f.name = ?")) {
      query.setBytes(1, PathText.bytes(directory));
      query.setBytes(2, PathText.nameBytes(path));
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row(row) : null;
      }
    }
  }

  /**
   * The current row of a query that begins with these columns.
   *
   * @throws SQLException the database failed
   */
  public static Row row(ResultSet r) throws SQLException {
    return DamagedRowException.guard(() -> mapped(r));
  }

  private static Row mapped(ResultSet r) throws SQLException {
    String md5 = hex(r.getBytes(15));
    FileState state = StateCode.of(r.getInt(5)).state();
    boolean delivered = r.getObject(18) != null;
    String warnings = r.getString(7);
    return new Row(
        PathText.absolute(PathText.join(r.getBytes(1), r.getBytes(2))),
        r.getLong(3),
        Instant.ofEpochSecond(0, r.getLong(4)),
        state,
        r.getString(6),
        warnings == null ? Set.of() : Set.copyOf(List.of(warnings.split(","))),
        new InstanceHeader(
            r.getString(8),
            r.getString(9),
            r.getString(10),
            r.getString(11),
            r.getString(12),
            r.getString(13),
            r.getString(14),
            null),
        md5,
        etag(delivered, r.getString(16), md5),
        r.getInt(17),
        delivered ? Instant.ofEpochMilli(r.getLong(18)) : null,
        r.getString(19),
        hex(r.getBytes(20)),
        hold(r, 21, state == FileState.HELD));
  }

  /**
   * What a study waits for, from four columns: until (ms), directory, name, date in future. The
   * time is compared here: in the text of a query it would make each a different statement, and
   * prepared statements are kept by their text.
   *
   * @param held whether something is on hold; if not, it is pending as soon as the time has come
   */
  static @Nullable Hold hold(ResultSet r, int first, boolean held) throws SQLException {
    long until = r.getLong(first);
    if (r.wasNull() || (!held && until <= System.currentTimeMillis())) {
      return null;
    }
    byte[] directory = r.getBytes(first + 1);
    byte[] name = r.getBytes(first + 2);
    return new Hold(
        Instant.ofEpochMilli(until),
        directory == null || name == null
            ? null
            : PathText.absolute(PathText.join(directory, name)),
        r.getBoolean(first + 3));
  }

  private static @Nullable String hex(byte @Nullable [] bytes) {
    return bytes == null ? null : HexFormat.of().formatHex(bytes);
  }

  private static @Nullable String etag(
      boolean delivered, @Nullable String stored, @Nullable String md5) {
    if (!delivered || "".equals(stored)) {
      return null;
    }
    return stored == null ? md5 : stored;
  }
}
