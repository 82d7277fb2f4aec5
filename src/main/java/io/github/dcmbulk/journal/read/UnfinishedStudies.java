package io.github.dcmbulk.journal.read;

import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.StudyTotals;
import io.github.dcmbulk.journal.store.DamagedRowException;
import io.github.dcmbulk.journal.store.Parameters;
import io.github.dcmbulk.journal.store.Pipeline;
import io.github.dcmbulk.journal.store.Schema;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.model.Hold;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.model.RunResult.IncompleteStudy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Queries the studies that are not complete, or complete but for rejected files. */
public final class UnfinishedStudies {
  /** Why a study is not complete, apart from rejected files. */
  private static final String IS_INCOMPLETE =
      StateCode.inSql(
          "(pending + conflict + held + failed + unreadable > 0 OR (delivery > 0 AND complete <>"
              + " $COMPLETE))");

  private UnfinishedStudies() {}

  /** The columns that {@link #describe} reads, of the table that {@link Schema#studies} names. */
  static String unfinished(Connection c) throws SQLException {
    String hold =
        Schema.holdsTimes(c)
            ?
"""
hold_until, (SELECT d.path FROM file f JOIN dir d ON d.id = f.dir
  WHERE f.id = hold_file), (SELECT f.name FROM file f WHERE f.id = hold_file),
(SELECT f.modified > f.arrived FROM file f WHERE f.id = hold_file)\
"""
            : "NULL, NULL, NULL, NULL";
    return "SELECT id, uid, delivery, complete, uploaded, pending, held, failed, conflict,"
        + " rejected, unreadable, "
        + IS_INCOMPLETE
        + " AS incomplete, coalesce(first_seen, (SELECT min(started) FROM run), 0), "
        + hold
        + " FROM "
        + Schema.studies(c)
        + " study WHERE "
        + Schema.IS_UNFINISHED;
  }

  /**
   * Totals of the studies that a run found.
   *
   * @param isSeen whether the run found the study of that row
   * @param count how many studies it found
   * @param isPart whether it did not search everything: then the oldest undelivered study is that
   *     of the whole journal, because a study that it did not find still waits
   * @throws SQLException the database failed
   */
  public static StudyTotals of(
      Connection connection, LongPredicate isSeen, long count, boolean isPart) throws SQLException {
    Collected collected = new Collected();
    try (Rejections rejections = new Rejections(connection);
        PreparedStatement query = connection.prepareStatement(unfinished(connection))) {
      query.setFetchSize(Sql.ROWS_AT_ONCE);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          if (isSeen.test(row.getLong(1))) {
            collected.add(row, rejections);
          } else if (isPart) {
            collected.addAge(row);
          }
        }
      }
    }
    return collected.totals(count);
  }

  /**
   * Totals of all studies in the journal. They are counted by the database, as there may be
   * hundreds of thousands, and only those that are named are read.
   */
  static StudyTotals ofAll(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(totals(connection))) {
      row.next();
      long incomplete = row.getLong(1);
      long exceptRejected = row.getLong(2);
      long oldest = row.getLong(5);
      long found = count(connection);
      return new StudyTotals(
          new RunResult.Studies(
              found, found - incomplete - exceptRejected, exceptRejected, incomplete),
          named(connection),
          row.getLong(3),
          row.getLong(4),
          oldest == 0 ? null : Instant.ofEpochMilli(oldest));
    }
  }

  private static String totals(Connection connection) throws SQLException {
    return StateCode.inSql(
        """
        SELECT count(*) FILTER (WHERE s.incomplete), count(*) FILTER (WHERE NOT s.incomplete),
          count(*) FILTER (WHERE s.incomplete AND s.interrupted),
          count(*) FILTER (WHERE s.incomplete AND s.interrupted AND s.complete = $APART),
          min(s.seen) FILTER (WHERE s.incomplete AND s.seen > 0)
        FROM (SELECT complete, %s AS incomplete,
            pending + held + failed + conflict + unreadable = 0 AS interrupted,
            coalesce(first_seen, (SELECT min(started) FROM run)) AS seen
          FROM %s study WHERE %s) s\
        """
            .formatted(IS_INCOMPLETE, Schema.studies(connection), Schema.IS_UNFINISHED));
  }

  private static List<IncompleteStudy> named(Connection connection) throws SQLException {
    List<IncompleteStudy> named = new ArrayList<>();
    String first = " ORDER BY id LIMIT " + StudyTotals.NAMED;
    try (Rejections rejections = new Rejections(connection);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(unfinished(connection) + first)) {
      while (row.next()) {
        named.add(describe(row, rejections));
      }
    }
    return named;
  }

  /**
   * What is missing from a study; null if it is complete.
   *
   * @throws SQLException the database failed
   */
  public static @Nullable IncompleteStudy find(Connection c, Pipeline pipeline, long study)
      throws SQLException {
    AtomicReference<@Nullable IncompleteStudy> found = new AtomicReference<>();
    try (Rejections rejections = new Rejections(c)) {
      pipeline.queryLater(
          unfinished(c) + " AND id = ?",
          Parameters.of().number(study),
          row -> {
            if (row.next()) {
              found.set(describe(row, rejections));
            }
          });
      pipeline.flush();
    }
    return found.get();
  }

  /**
   * Whether something is missing from the study, when the pipeline's statements are executed.
   *
   * @throws SQLException the database failed
   */
  public static void isUnfinished(Pipeline pipeline, long study, Consumer<Boolean> answer)
      throws SQLException {
    pipeline.queryLater(
        "SELECT 1 FROM study WHERE id = ? AND " + Schema.IS_UNFINISHED,
        Parameters.of().number(study),
        row -> answer.accept(row.next()));
  }

  /** Studies of which a file is known: one to be sent, or one that was rejected. */
  static long count(Connection c) throws SQLException {
    return Sql.number(
        c,
        "SELECT count(*) FROM "
            + Schema.studies(c)
            + " WHERE pending + uploaded + duplicate + conflict + held + failed + rejected > 0");
  }

  private static final class Collected {
    private final List<IncompleteStudy> named = new ArrayList<>();
    private long incomplete;
    private long exceptRejected;
    private long interrupted;
    private long apart;
    private long oldest = Long.MAX_VALUE;

    void add(ResultSet row, Rejections rejections) throws SQLException {
      if (row.getBoolean(12)) {
        incomplete++;
        boolean isInterrupted = isInterrupted(row);
        interrupted += isInterrupted ? 1 : 0;
        boolean isApart = StudyState.Outcome.of(row.getInt(4)) == StudyState.Outcome.APART;
        apart += isInterrupted && isApart ? 1 : 0;
        addAge(row);
      } else {
        exceptRejected++;
      }
      if (named.size() < StudyTotals.NAMED) {
        named.add(describe(row, rejections));
      }
    }

    void addAge(ResultSet row) throws SQLException {
      long firstSeen = row.getLong(13);
      if (row.getBoolean(12) && firstSeen > 0) {
        oldest = Math.min(oldest, firstSeen);
      }
    }

    private static boolean isInterrupted(ResultSet row) throws SQLException {
      long pending = row.getLong(6);
      long held = row.getLong(7);
      long failed = row.getLong(8);
      long conflict = row.getLong(9);
      long unreadable = row.getLong(11);
      return pending + held + failed + conflict + unreadable == 0;
    }

    StudyTotals totals(long found) {
      return new StudyTotals(
          new RunResult.Studies(
              found, found - incomplete - exceptRejected, exceptRejected, incomplete),
          named,
          interrupted,
          apart,
          oldest == Long.MAX_VALUE ? null : Instant.ofEpochMilli(oldest));
    }
  }

  /** A row of {@link #unfinished} as a message. */
  static IncompleteStudy describe(ResultSet row, Rejections rejections) throws SQLException {
    return DamagedRowException.guard(() -> mapped(row, rejections));
  }

  private static IncompleteStudy mapped(ResultSet row, Rejections rejections) throws SQLException {
    long pending = row.getLong(6);
    long held = row.getLong(7);
    long failed = row.getLong(8);
    long conflict = row.getLong(9);
    long rejected = row.getLong(10);
    long unreadable = row.getLong(11);
    List<String> why = new ArrayList<>();
    Hold hold = RowQuery.hold(row, 14, held > 0);
    String until = hold == null ? "" : hold.words();
    add(why, pending, "not sent yet" + (held > 0 ? "" : until));
    add(why, held, "held" + until);
    add(why, failed, "failed");
    add(why, conflict, "in conflict");
    add(why, unreadable, "unreadable");
    boolean rejectedOnly = !row.getBoolean(12);
    boolean nothingElse = why.isEmpty();
    if (rejected > 0) {
      add(why, rejected, "rejected (" + rejections.reasons(row.getLong(1)) + ")");
    }
    StudyState.Outcome outcome = StudyState.Outcome.of(row.getInt(4));
    if (outcome == StudyState.Outcome.APART) {
      why.add(
          "it could not be sent without a pause longer than --study-gap: the service has not"
              + " processed it as one; --retry-failed tries again");
    } else if (StudyState.goesAgain(outcome.code())) {
      why.add("a pause broke its delivery: it will be sent again as a whole");
    } else if (nothingElse && !rejectedOnly) {
      why.add("interrupted: it will be sent again as a whole");
    } else if (row.getLong(5) > 0 && pending + held > 0) {
      why.add("some of it was delivered before");
    }
    return new IncompleteStudy(
        row.getString(2),
        String.join(", ", why),
        row.getLong(5),
        pending + held + failed + conflict + rejected + unreadable,
        rejectedOnly,
        hold);
  }

  private static void add(List<String> why, long n, String what) {
    if (n > 0) {
      why.add(n + " " + what);
    }
  }
}
