package io.github.dcmbulk.journal.read;

import io.github.dcmbulk.journal.Waiver;
import io.github.dcmbulk.journal.Waivers;
import io.github.dcmbulk.journal.store.DamagedRowException;
import io.github.dcmbulk.journal.store.Schema;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.model.PathText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Queries waivers, and which files they cover. */
public final class WaiverQueries {
  private static final String BY_RUN =
      """
      SELECT f.state, f.reason, d.path, f.name, t.uid FROM file f JOIN dir d ON d.id = f.dir
        LEFT JOIN series s ON s.id = f.series LEFT JOIN study t ON t.id = coalesce(s.study, d.study)
      WHERE f.state IN (%d, %d) AND (f.run = ? OR (f.gone IS NULL AND d.run = ?))\
      """;

  private WaiverQueries() {}

  /**
   * All waivers, in the order in which they were given; none in a journal of an older dcmbulk.
   *
   * @throws SQLException the database failed
   */
  public static List<Waiver> all(Connection connection) throws SQLException {
    List<Waiver> waivers = new ArrayList<>();
    if (!Schema.holdsIdentity(connection)) {
      return waivers;
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT id, study, path, code, reason, waived_by, at, undone_by, undone_at
                FROM waiver ORDER BY id\
                """)) {
      while (row.next()) {
        waivers.add(DamagedRowException.guard(() -> waiver(row)));
      }
    }
    return waivers;
  }

  private static Waiver waiver(ResultSet row) throws SQLException {
    byte[] path = row.getBytes(3);
    return new Waiver(
        row.getLong(1),
        row.getString(2),
        path == null ? null : PathText.absolute(path),
        row.getString(4),
        Objects.requireNonNull(row.getString(5)),
        Objects.requireNonNull(row.getString(6)),
        Instant.ofEpochMilli(row.getLong(7)),
        row.getString(8),
        RowScope.instant(row, 9));
  }

  /**
   * How many rejected files, and instances in conflict, that the run found are waived.
   *
   * @throws SQLException the database failed
   */
  public static long waivedFiles(Connection connection, long run) throws SQLException {
    Waivers waivers = new Waivers(all(connection));
    if (waivers.isEmpty()) {
      return 0;
    }
    long waived = 0;
    try (PreparedStatement query =
        connection.prepareStatement(
            BY_RUN.formatted(StateCode.REJECTED.number(), StateCode.CONFLICT.number()))) {
      query.setLong(1, run);
      query.setLong(2, run);
      try (ResultSet file = query.executeQuery()) {
        while (file.next()) {
          StateCode state = StateCode.of(file.getInt(1));
          waived +=
              waivers.ofFile(file.getString(5), RowScope.path(file, 3), code(state, file, 2))
                      == null
                  ? 0
                  : 1;
        }
      }
    }
    return waived;
  }

  /** Why a file is not delivered, as in waivers: its reason of rejection, otherwise its state. */
  static String code(StateCode state, ResultSet row, int reasonColumn) throws SQLException {
    String reason = state == StateCode.REJECTED ? row.getString(reasonColumn) : null;
    return reason == null ? state.state().code() : reason;
  }
}
