package io.github.dcmbulk.journal.write.feed;

import io.github.dcmbulk.journal.StudyOrder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.OptionalLong;
import java.util.function.LongPredicate;

/**
 * The queue by study date or place in a list. Sorting reads the whole queue, so a page of studies
 * is read at once. It is read again when it is used up or too old, compared with the duration of
 * the reading: so a study that becomes due in between gets its place. Used by one thread.
 */
final class OrderedQueue {
  private static final int PAGE = 4096;

  /**
   * A page is valid for this multiple of the time that its reading took, so that reading costs 5 %.
   */
  private static final long GOOD_FOR = 20;

  private static final String IS_DATE = "length(t.date) = 8 AND t.date BETWEEN '0' AND '99999999'";

  private final PreparedStatement page;
  private final PreparedStatement isDue;
  private final Deque<Long> studies = new ArrayDeque<>();
  private long goodUntilNanos = System.nanoTime();

  OrderedQueue(Connection c, StudyOrder order) throws SQLException {
    page =
        c.prepareStatement(
            """
            SELECT q.study FROM queue q JOIN study t ON t.id = q.study WHERE q.due <= ?
            ORDER BY %s LIMIT %d\
            """
                .formatted(orderBy(order), PAGE));
    isDue = c.prepareStatement("SELECT 1 FROM queue WHERE study = ? AND due <= ?");
  }

  /** That order, in SQL of {@code q} for the queue and {@code t} for the study. */
  static String orderBy(StudyOrder order) {
    return switch (order) {
      case FOUND -> "q.seen";
      case NEWEST -> byDate("DESC");
      case OLDEST -> byDate("ASC");
      case LIST -> "CASE WHEN t.place IS NULL THEN 1 ELSE 0 END, t.place, q.seen";
    };
  }

  private static String byDate(String direction) {
    return "CASE WHEN %1$s THEN 0 ELSE 1 END, CASE WHEN %1$s THEN t.date END %2$s, q.seen"
        .formatted(IS_DATE, direction);
  }

  /**
   * The next study that is due.
   *
   * @param busy studies that are being delivered
   */
  OptionalLong next(LongPredicate busy, long nowMillis) throws SQLException {
    if (studies.isEmpty() || System.nanoTime() - goodUntilNanos >= 0) {
      read(nowMillis);
    }
    for (Iterator<Long> each = studies.iterator(); each.hasNext(); ) {
      long study = each.next();
      if (busy.test(study)) {
        continue;
      }
      if (isDue(study, nowMillis)) {
        return OptionalLong.of(study);
      }
      each.remove();
    }
    return OptionalLong.empty();
  }

  private void read(long nowMillis) throws SQLException {
    long begun = System.nanoTime();
    studies.clear();
    page.setLong(1, nowMillis);
    try (ResultSet row = page.executeQuery()) {
      while (row.next()) {
        studies.add(row.getLong(1));
      }
    }
    long now = System.nanoTime();
    goodUntilNanos = now + GOOD_FOR * (now - begun);
  }

  private boolean isDue(long study, long nowMillis) throws SQLException {
    isDue.setLong(1, study);
    isDue.setLong(2, nowMillis);
    try (ResultSet row = isDue.executeQuery()) {
      return row.next();
    }
  }
}
