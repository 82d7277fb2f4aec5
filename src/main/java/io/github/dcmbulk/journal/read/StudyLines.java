package io.github.dcmbulk.journal.read;

import io.github.dcmbulk.journal.MonthLine;
import io.github.dcmbulk.journal.StudyLine;
import io.github.dcmbulk.journal.Waivers;
import io.github.dcmbulk.journal.store.DamagedRowException;
import io.github.dcmbulk.journal.store.Dialect;
import io.github.dcmbulk.journal.store.Schema;
import io.github.dcmbulk.journal.store.StateCode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds up files by study, and by month and modality. */
final class StudyLines {
  /** Counters of files f: delivered, rejected, failed, waiting; duplicates are none of them. */
  private static final String COUNTS =
      StateCode.inSql(
          """
          count(CASE WHEN f.state = $UPLOADED THEN 1 END), count(CASE WHEN f.state IN ($CONFLICT, $REJECTED, $UNREADABLE) THEN 1 END),
          count(CASE WHEN f.state IN ($FAILED, $REFUSED) THEN 1 END), count(CASE WHEN f.state IN ($PENDING, $HELD) THEN 1 END)\
          """);

  /** The content of the study, in the order of the indexes: nothing is sorted. */
  private static final String BY_STUDY =
      StateCode.inSql(
          """
          SELECT t.id, t.uid, t.date, %s, count(DISTINCT s.uid), %s,
            sum(CASE WHEN f.state = $UPLOADED THEN f.size ELSE 0 END),
            min(CASE WHEN f.state = $UPLOADED THEN f.uploaded_at END),
            max(CASE WHEN f.state = $UPLOADED THEN f.uploaded_at END), t.delivery,
            (t.pending + t.conflict + t.held + t.failed + t.unreadable > 0
              OR (t.delivery > 0 AND t.complete <> $COMPLETE)), t.rejected > 0,
            (SELECT count(*) FROM dir o JOIN file u ON u.dir = o.id
               LEFT JOIN series v ON v.id = u.series
             WHERE o.study = t.id AND u.state IN ($REJECTED, $UNREADABLE) AND v.study IS NULL)
          FROM %s t CROSS JOIN series s CROSS JOIN file f
          WHERE s.study = t.id AND f.series = s.id AND f.state NOT IN ($NOT_DICOM, $EXCLUDED) AND %s
          GROUP BY t.id ORDER BY t.id\
          """);

  private static final String BY_MONTH =
      StateCode.inSql(
          """
          SELECT substr(t.date, 1, 6), s.modality, count(DISTINCT t.id), %s,
            count(CASE WHEN %s THEN 1 END), sum(CASE WHEN %s THEN f.size ELSE 0 END)
          FROM file f JOIN series s ON s.id = f.series JOIN study t ON t.id = s.study
          WHERE f.state NOT IN ($NOT_DICOM, $EXCLUDED) AND %s
          GROUP BY 1, 2 ORDER BY 1 NULLS FIRST, 2 NULLS FIRST\
          """);

  private StudyLines() {}

  static void studies(
      Connection connection, RowScope scope, Waivers waivers, RecordSink<StudyLine> sink)
      throws SQLException, IOException {
    String modalities =
        Dialect.of(connection) == Dialect.SQLITE
            ? "group_concat(DISTINCT s.modality)"
            : "string_agg(DISTINCT s.modality, ',')";
    String query = BY_STUDY.formatted(modalities, COUNTS, Schema.studies(connection), scope.rows());
    try (UndeliverableFiles staying = new UndeliverableFiles(connection, waivers);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        sink.accept(DamagedRowException.guard(() -> study(row, staying, waivers)));
      }
    }
  }

  private static StudyLine study(ResultSet row, UndeliverableFiles staying, Waivers waivers)
      throws SQLException {
    long id = row.getLong(1);
    String uid = row.getString(2);
    long delivered = row.getLong(6);
    long rejected = row.getLong(7) + row.getLong(16);
    long failed = row.getLong(8);
    long waiting = row.getLong(9);
    boolean isWaived =
        waivers.ofStudy(uid) != null
            || (rejected + failed > 0
                && waiting == 0
                && staying.waived(id, uid) == rejected + failed);
    boolean isIncomplete = row.getBoolean(14);
    return new StudyLine(
        uid,
        row.getString(3),
        modalities(row.getString(4)),
        row.getLong(5),
        delivered + rejected + failed + waiting,
        delivered,
        rejected,
        failed,
        waiting,
        row.getLong(10),
        isIncomplete ? "incomplete" : row.getBoolean(15) ? "completeExceptRejected" : "complete",
        RowScope.instant(row, 11),
        RowScope.instant(row, 12),
        row.getLong(13),
        isWaived);
  }

  private static List<String> modalities(@Nullable String joined) {
    return joined == null ? List.of() : Arrays.stream(joined.split(",")).sorted().toList();
  }

  static void months(Connection connection, RowScope scope, RecordSink<MonthLine> sink)
      throws SQLException, IOException {
    String query = BY_MONTH.formatted(COUNTS, scope.sentNow(), scope.sentNow(), scope.rows());
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        sink.accept(DamagedRowException.guard(() -> month(row)));
      }
    }
  }

  private static MonthLine month(ResultSet row) throws SQLException {
    String month = row.getString(1);
    return new MonthLine(
        month == null || month.length() != 6
            ? null
            : month.substring(0, 4) + "-" + month.substring(4),
        row.getString(2),
        row.getLong(3),
        row.getLong(4) + row.getLong(5) + row.getLong(6) + row.getLong(7),
        row.getLong(8),
        row.getLong(9),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7));
  }
}
