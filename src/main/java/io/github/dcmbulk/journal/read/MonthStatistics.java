package io.github.dcmbulk.journal.read;

import io.github.dcmbulk.journal.Statistics.Month;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.model.JournalException;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds up delivered instances by the month of their study's date. */
final class MonthStatistics {
  private MonthStatistics() {}

  /** One for each month, the oldest first; instances without a date come before. */
  static List<Month> of(RowScope scope) throws JournalException {
    Map<String, Month> months = new LinkedHashMap<>();
    scope.each(
        StateCode.inSql(
                """
                SELECT CASE WHEN t.date >= '1000' AND t.date < '3' THEN substr(t.date, 1, 6) END,
                  count(DISTINCT t.id), count(*), sum(f.size)
                FROM file f JOIN series s ON s.id = f.series JOIN study t ON t.id = s.study
                WHERE %s AND f.state = $UPLOADED GROUP BY 1\
                """)
            .formatted(scope.rows()),
        row -> {
          YearMonth month = month(row.getString(1));
          months.merge(
              String.valueOf(month),
              new Month(month, row.getLong(2), RowScope.sum(row, 3)),
              (a, b) ->
                  new Month(month, a.studies() + b.studies(), a.delivered().plus(b.delivered())));
        });
    return months.values().stream()
        .sorted(
            Comparator.comparing(Month::month, Comparator.nullsFirst(Comparator.naturalOrder())))
        .toList();
  }

  /** The study date is whatever the file holds. */
  private static @Nullable YearMonth month(@Nullable String digits) {
    if (digits == null || !digits.matches("[12][0-9]{5}")) {
      return null;
    }
    try {
      return YearMonth.of(
          Integer.parseInt(digits.substring(0, 4)), Integer.parseInt(digits.substring(4)));
    } catch (DateTimeException e) {
      return null;
    }
  }
}
