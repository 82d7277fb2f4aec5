package io.github.dcmbulk.journal.read;

import io.github.dcmbulk.journal.JournalSummary;
import io.github.dcmbulk.journal.StudyTotals;
import io.github.dcmbulk.journal.store.DamagedRowException;
import io.github.dcmbulk.journal.store.Schema;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.model.FileState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Totals, the last runs, incomplete studies; reads no row of a single file. */
final class SummaryQuery {
  private static final int RUNS = 10;

  private static final String DRY_RUN =
      "EXISTS(SELECT 1 FROM run_fact f WHERE f.run = run.id AND f.topic = 'option'"
          + " AND f.name = '--dry-run' AND f.value <> 'false')";

  private SummaryQuery() {}

  /**
   * The present summary.
   *
   * @param holder who writes to the journal; null if none does
   */
  static JournalSummary of(Connection connection, @Nullable String holder) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      Map<FileState, Long> files = new EnumMap<>(FileState.class);
      Map<String, Long> rejections = new TreeMap<>();
      long uploadedBytes = 0;
      try (ResultSet row =
          statement.executeQuery("SELECT state, reason, files, bytes FROM tally WHERE files > 0")) {
        while (row.next()) {
          FileState state = DamagedRowException.guard(() -> StateCode.of(row.getInt(1)).state());
          files.merge(state, row.getLong(3), Long::sum);
          if (state == FileState.REJECTED) {
            rejections.merge(row.getString(2), row.getLong(3), Long::sum);
          } else if (state == FileState.UPLOADED) {
            uploadedBytes = row.getLong(4);
          }
        }
      }
      StudyTotals studies = UnfinishedStudies.ofAll(connection);
      boolean holdsRunFacts = Schema.holdsRunFacts(connection);
      long newest = Sql.number(connection, "SELECT coalesce(max(id), 0) FROM run");
      return new JournalSummary(
          files,
          uploadedBytes,
          rejections,
          studies.studies(),
          studies.named(),
          runs(statement, holdsRunFacts),
          holder == null || !holdsRunFacts ? null : RunQueries.progress(connection, newest),
          holder,
          HostQueries.now(connection));
    }
  }

  private static List<JournalSummary.RunLine> runs(Statement statement, boolean holdsRunFacts)
      throws SQLException {
    List<JournalSummary.RunLine> runs = new ArrayList<>();
    try (ResultSet row =
        statement.executeQuery(
            "SELECT name, started, finished, exit, uploaded, "
                + (holdsRunFacts ? DRY_RUN : "1 = 0")
                + " FROM run ORDER BY id DESC LIMIT "
                + RUNS)) {
      while (row.next()) {
        boolean ended = row.getObject(3) != null;
        runs.add(
            new JournalSummary.RunLine(
                row.getString(1),
                Instant.ofEpochMilli(row.getLong(2)),
                ended ? Instant.ofEpochMilli(row.getLong(3)) : null,
                ended ? row.getInt(4) : null,
                row.getLong(5),
                row.getBoolean(6)));
      }
    }
    return runs;
  }
}
