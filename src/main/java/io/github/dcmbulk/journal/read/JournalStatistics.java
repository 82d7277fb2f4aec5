package io.github.dcmbulk.journal.read;

import io.github.dcmbulk.journal.RunRecord;
import io.github.dcmbulk.journal.Statistics.Cause;
import io.github.dcmbulk.journal.Statistics.FirstOf;
import io.github.dcmbulk.journal.Statistics.Modality;
import io.github.dcmbulk.journal.Statistics.Month;
import io.github.dcmbulk.journal.Statistics.RowTotals;
import io.github.dcmbulk.journal.Statistics.Sum;
import io.github.dcmbulk.journal.Waivers;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.Schema;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.RunResult.IncompleteStudy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of a run's rows, or over all of them. The database adds up row by row, so that memory
 * does not grow with the journal; each answer is one pass. All of them see the journal as it stood
 * when this was opened.
 *
 * <p>A method throws {@link JournalException} when the journal cannot be read.
 */
public final class JournalStatistics implements AutoCloseable {
  private final RowScope scope;
  private final @Nullable RunRecord record;

  /** Selects the rows. */
  RowScope scope() {
    return scope;
  }

  private JournalStatistics(RowScope scope, @Nullable RunRecord record) {
    this.scope = scope;
    this.record = record;
  }

  /**
   * Opens the journal for that run, or for all rows with 0.
   *
   * @param run its row
   */
  static JournalStatistics open(JournalStore store, long run) throws SQLException {
    Connection connection = store.snapshot();
    try {
      RunRecord record = run == 0 ? null : RunQueries.of(connection, run);
      return new JournalStatistics(
          new RowScope(store, connection, run, record, Schema.holdsTimes(connection)), record);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** The run; null for the statistics of all rows. */
  public @Nullable RunRecord run() {
    return record;
  }

  /** How its instances got to the service. */
  public DeliveryStatistics delivery() {
    return new DeliveryStatistics(scope);
  }

  /** The newest runs, oldest first, and how many there are. */
  public FirstOf<RunRecord> runs(int most) throws JournalException {
    try {
      return new FirstOf<>(
          RunQueries.newest(scope.connection(), most),
          Sql.number(scope.connection(), "SELECT count(*) FROM run"));
    } catch (SQLException e) {
      throw scope.failure(e);
    }
  }

  /** Rows by state. */
  public RowTotals totals() throws JournalException {
    Map<FileState, Sum> byState = new EnumMap<>(FileState.class);
    scope.each(
        "SELECT f.state, count(*), sum(f.size) FROM file f WHERE %s GROUP BY 1"
            .formatted(scope.rows()),
        row -> byState.merge(StateCode.of(row.getInt(1)).state(), RowScope.sum(row, 2), Sum::plus));
    List<RowTotals> totals = new ArrayList<>();
    scope.each(
        """
        SELECT count(*), coalesce(sum(f.size), 0), min(f.uploaded_at), max(f.uploaded_at)
        FROM file f WHERE %s AND %s\
        """
            .formatted(scope.rows(), scope.sentNow()),
        row ->
            totals.add(
                new RowTotals(
                    byState,
                    RowScope.sum(row, 1),
                    RowScope.instant(row, 3),
                    RowScope.instant(row, 4))));
    return totals.get(0);
  }

  /** How many files that stay behind are waived, by their state. */
  public Map<FileState, Long> waivedFiles(Waivers waivers) throws JournalException {
    Map<FileState, Long> counts = new EnumMap<>(FileState.class);
    if (waivers.isEmpty()) {
      return counts;
    }
    scope.each(
        StateCode.inSql(
                """
                SELECT f.state, f.reason, d.path, f.name, t.uid FROM file f JOIN dir d ON d.id = f.dir
                  LEFT JOIN series s ON s.id = f.series
                  LEFT JOIN study t ON t.id = coalesce(s.study, d.study)
                WHERE %s AND f.state IN ($CONFLICT, $FAILED, $REFUSED, $REJECTED, $UNREADABLE)\
                """)
            .formatted(scope.rows()),
        row -> {
          StateCode state = StateCode.of(row.getInt(1));
          String code = WaiverQueries.code(state, row, 2);
          if (waivers.ofFile(row.getString(5), RowScope.path(row, 3), code) != null) {
            counts.merge(state.state(), 1L, Long::sum);
          }
        });
    return counts;
  }

  /** Why files were not delivered: everything that has a reason, the most frequent first. */
  public FirstOf<Cause> causes(int most) throws JournalException {
    List<Cause> causes = new ArrayList<>();
    long[] total = {0};
    scope.each(
        StateCode.inSql(
                """
                SELECT c.state, c.reason, c.files, c.bytes, d.path, f.name FROM (
                  SELECT CASE f.state WHEN $REFUSED THEN $FAILED ELSE f.state END AS state, f.reason, count(*) AS files,
                    sum(f.size) AS bytes, min(f.id) AS first
                  FROM file f WHERE %s AND f.state NOT IN ($UPLOADED, $DUPLICATE, $NOT_DICOM, $EXCLUDED) GROUP BY 1, 2) c
                JOIN file f ON f.id = c.first JOIN dir d ON d.id = f.dir
                ORDER BY c.files DESC, c.state, c.reason\
                """)
            .formatted(scope.rows()),
        row -> {
          if (total[0]++ < most) {
            causes.add(
                new Cause(
                    StateCode.of(row.getInt(1)).state(),
                    row.getString(2),
                    RowScope.sum(row, 3),
                    RowScope.path(row, 5)));
          }
        });
    return new FirstOf<>(causes, total[0]);
  }

  /** Files by warning, by its code; a file may have several. */
  public Map<String, Long> warnings() throws JournalException {
    Map<String, Long> counts = new LinkedHashMap<>();
    scope.each(
        """
        SELECT f.warnings, count(*) FROM file f
        WHERE %s AND f.warnings IS NOT NULL GROUP BY 1 ORDER BY 1\
        """
            .formatted(scope.rows()),
        row -> {
          for (String warning : row.getString(1).split(",", -1)) {
            counts.merge(warning, row.getLong(2), Long::sum);
          }
        });
    return counts;
  }

  /** Instances by modality, the most first. */
  public FirstOf<Modality> modalities(int most) throws JournalException {
    List<Modality> modalities = new ArrayList<>();
    long[] total = {0};
    scope.each(
        StateCode.inSql(
                """
                SELECT s.modality, count(DISTINCT s.study), count(*) FILTER (WHERE f.state = $UPLOADED),
                  sum(CASE f.state WHEN $UPLOADED THEN f.size ELSE 0 END), count(*) FILTER (WHERE f.state = $DUPLICATE),
                  count(*)
                FROM file f JOIN series s ON s.id = f.series
                WHERE %s AND f.state <= $LAST_INSTANCE GROUP BY 1 ORDER BY 6 DESC, 1\
                """)
            .formatted(scope.rows()),
        row -> {
          if (total[0]++ < most) {
            modalities.add(
                new Modality(
                    row.getString(1),
                    row.getLong(2),
                    RowScope.sum(row, 3),
                    row.getLong(5),
                    row.getLong(6)));
          }
        });
    return new FirstOf<>(modalities, total[0]);
  }

  /** Delivered instances by the month of their study's date, the oldest first. */
  public List<Month> months() throws JournalException {
    return MonthStatistics.of(scope);
  }

  /** Studies with an instance, or a file that the checks rejected, among the rows. */
  public long studies() throws JournalException {
    try {
      if (scope.isAll()) {
        return UnfinishedStudies.count(scope.connection());
      }
      return Sql.number(
          scope.connection(),
          StateCode.inSql(
                  """
                  SELECT count(DISTINCT s.study) FROM file f JOIN series s ON s.id = f.series
                  WHERE %s AND f.state <= $LAST_IDENTIFIED\
                  """)
              .formatted(scope.rows()));
    } catch (SQLException e) {
      throw scope.failure(e);
    }
  }

  /** How many studies that are not complete lack only what the checks rejected. */
  public long exceptRejected() throws JournalException {
    try {
      return Sql.number(
          scope.connection(), "SELECT count(*) FROM (" + unfinished() + ") s WHERE NOT incomplete");
    } catch (SQLException e) {
      throw scope.failure(e);
    }
  }

  /**
   * Those of these studies that are not complete as things stand, those with most missing first.
   */
  public FirstOf<IncompleteStudy> incomplete(int most) throws JournalException {
    List<IncompleteStudy> named = new ArrayList<>();
    long[] total = {0};
    try (Rejections rejections = new Rejections(scope.connection())) {
      scope.each(
          unfinished()
              + " ORDER BY pending + held + failed + conflict + rejected + unreadable DESC, id",
          row -> {
            if (total[0]++ < most) {
              named.add(UnfinishedStudies.describe(row, rejections));
            }
          });
    } catch (SQLException e) {
      throw scope.failure(e);
    }
    return new FirstOf<>(named, total[0]);
  }

  private String unfinished() throws SQLException {
    String found =
        StateCode.inSql(
                """
                AND id IN (SELECT s.study FROM file f JOIN series s ON s.id = f.series
                  WHERE %s AND f.state <= $LAST_IDENTIFIED)\
                """)
            .formatted(scope.rows());
    return UnfinishedStudies.unfinished(scope.connection()) + (scope.isAll() ? "" : found);
  }

  @Override
  public void close() throws JournalException {
    try {
      scope.connection().close();
    } catch (SQLException e) {
      throw scope.failure(e);
    }
  }
}
