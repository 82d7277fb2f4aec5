package io.github.dcmbulk.journal;

import io.github.dcmbulk.model.RunResult.IncompleteStudy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Studies by completeness.
 *
 * @param found studies with at least one instance
 * @param incomplete how many of them are not complete
 * @param named the incomplete ones, at most {@value #NAMED}
 */
public record StudyTotals(long found, long incomplete, List<IncompleteStudy> named) {
  private static final int NAMED = 100;

  /** To the letter the condition of the index, which makes the few findable among millions. */
  static final String IS_UNFINISHED =
      "(pending + conflict + held + failed > 0 OR (delivery > 0 AND complete <> 1))";

  static final String UNFINISHED =
      "SELECT id, uid, delivery, complete, uploaded, pending, held, failed, conflict"
          + " FROM study WHERE "
          + IS_UNFINISHED;

  /** Copies the list. */
  public StudyTotals {
    named = List.copyOf(named);
  }

  static StudyTotals read(Connection connection, StudiesSeen seen) throws SQLException {
    long incomplete = 0;
    List<IncompleteStudy> named = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(UNFINISHED)) {
      while (row.next()) {
        if (seen.contains(row.getLong(1))) {
          incomplete++;
          if (named.size() < NAMED) {
            named.add(describe(row));
          }
        }
      }
    }
    return new StudyTotals(seen.count(), incomplete, named);
  }

  static IncompleteStudy describe(ResultSet row) throws SQLException {
    return DamagedRowException.guard(() -> mapped(row));
  }

  private static IncompleteStudy mapped(ResultSet row) throws SQLException {
    long pending = row.getLong(6);
    long held = row.getLong(7);
    long failed = row.getLong(8);
    long conflict = row.getLong(9);
    List<String> why = new ArrayList<>();
    add(why, pending, "not sent yet");
    add(why, held, "held");
    add(why, failed, "failed");
    add(why, conflict, "in conflict");
    if (row.getInt(4) == 2) {
      why.add("a pause broke its delivery: it will be sent again whole");
    } else if (why.isEmpty()) {
      why.add("interrupted: it will be sent again whole");
    } else if (row.getLong(5) > 0 && pending + held > 0) {
      why.add("some of it was delivered before");
    }
    return new IncompleteStudy(
        row.getString(2),
        String.join(", ", why),
        row.getLong(5),
        pending + held + failed + conflict);
  }

  private static void add(List<String> why, long n, String what) {
    if (n > 0) {
      why.add(n + " " + what);
    }
  }
}
