package io.github.dcmbulk.journal.write.feed;

import io.github.dcmbulk.model.IdentifierDigest;
import io.github.dcmbulk.model.IdentifierDigest.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;

/**
 * The studies that are sent before all others. Their names are Study Instance UIDs or accession
 * numbers; the latter are compared as digests and not stored. Names that no study has are searched
 * again later, because the walk may still find one. {@link #set} is for any thread, the rest for
 * one.
 */
final class PriorityStudies {
  /** Pause after a search that found nothing. */
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** An accession number is looked for among all series. */
  private static final long SEARCH_NANOS = TimeUnit.SECONDS.toNanos(20);

  /** How many series are in memory at once. */
  private static final int PAGE = 10_000;

  private final IdentifierDigest digest;
  private final PreparedStatement series;
  private final PreparedStatement byUid;
  private final PreparedStatement queued;
  private final Set<String> uids = new LinkedHashSet<>();
  private final Map<Long, Integer> digests = new LinkedHashMap<>();
  private final Set<Long> studies = new LinkedHashSet<>();
  private volatile List<String> names = List.of();
  private volatile boolean isNew;
  private long lookAgain = System.nanoTime();
  private long searchAgain = System.nanoTime();

  PriorityStudies(Connection connection, byte[] key) throws SQLException {
    series =
        connection.prepareStatement(
            """
            SELECT id, accession, study FROM series
            WHERE id > ? AND accession <> 0 AND study IS NOT NULL ORDER BY id LIMIT\
            """
                + " "
                + PAGE);
    digest = new IdentifierDigest(key);
    byUid = connection.prepareStatement("SELECT id FROM study WHERE uid = ?");
    queued = connection.prepareStatement("SELECT seen, due FROM queue WHERE study = ?");
  }

  /** Replaces the list; the first study is sent first. */
  void set(Collection<String> list) {
    names = List.copyOf(list);
    isNew = true;
  }

  /** The next study of the list that may be sent. See {@link StudyFeed#next}. */
  OptionalLong next(long before, LongPredicate stillOpen, LongPredicate busy, long nowMillis)
      throws SQLException {
    if (!isNew && System.nanoTime() - lookAgain < 0) {
      return OptionalLong.empty();
    }
    refresh();
    for (long study : studies) {
      if (!busy.test(study) && mayGo(study, before, stillOpen, nowMillis)) {
        return OptionalLong.of(study);
      }
    }
    lookAgain = System.nanoTime() + PAUSE_NANOS;
    return OptionalLong.empty();
  }

  /** The studies of the list that are in the journal, in its order. */
  List<Long> studies() throws SQLException {
    if (isNew || System.nanoTime() - lookAgain >= 0) {
      refresh();
      lookAgain = System.nanoTime() + PAUSE_NANOS;
    }
    return List.copyOf(studies);
  }

  private void refresh() throws SQLException {
    if (isNew) {
      isNew = false;
      begin();
    }
    find();
  }

  private void begin() {
    uids.clear();
    digests.clear();
    studies.clear();
    for (String name : names) {
      uids.add(name);
      Long number = digest.of(Kind.ACCESSION_NUMBER, name);
      if (number != null) {
        digests.putIfAbsent(number, digests.size());
      }
    }
    searchAgain = System.nanoTime();
  }

  /** Searches studies for the names that had none. */
  private void find() throws SQLException {
    for (Iterator<String> each = uids.iterator(); each.hasNext(); ) {
      String uid = each.next();
      byUid.setString(1, uid);
      try (ResultSet row = byUid.executeQuery()) {
        if (row.next()) {
          studies.add(row.getLong(1));
          digests.remove(digest.of(Kind.ACCESSION_NUMBER, uid));
          each.remove();
        }
      }
    }
    if (!digests.isEmpty() && System.nanoTime() - searchAgain >= 0) {
      studies.addAll(withAccession());
      searchAgain = System.nanoTime() + SEARCH_NANOS;
    }
  }

  private List<Long> withAccession() throws SQLException {
    Map<Integer, Set<Long>> found = new TreeMap<>();
    long last = 0;
    for (int rows = PAGE; rows == PAGE; ) {
      rows = 0;
      series.setLong(1, last);
      try (ResultSet row = series.executeQuery()) {
        while (row.next()) {
          rows++;
          last = row.getLong(1);
          Integer place = digests.get(row.getLong(2));
          if (place != null) {
            found.computeIfAbsent(place, key -> new LinkedHashSet<>()).add(row.getLong(3));
          }
        }
      }
    }
    List<Long> ids = new ArrayList<>();
    found.values().forEach(ids::addAll);
    return ids;
  }

  private boolean mayGo(long study, long before, LongPredicate stillOpen, long nowMillis)
      throws SQLException {
    queued.setLong(1, study);
    try (ResultSet row = queued.executeQuery()) {
      return row.next()
          && row.getLong(1) < before
          && !stillOpen.test(row.getLong(1))
          && row.getLong(2) <= nowMillis;
    }
  }
}
