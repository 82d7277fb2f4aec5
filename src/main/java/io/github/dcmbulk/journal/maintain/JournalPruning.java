package io.github.dcmbulk.journal.maintain;

import io.github.dcmbulk.journal.read.RowScope;
import io.github.dcmbulk.journal.store.DamagedRowException;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.journal.write.rows.StoredTotals;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.JournalException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a journal smaller without losing anything that a later run needs: only rows of files that
 * no longer exist are removed, because other files would be sent again.
 */
public final class JournalPruning {
  private static final int PAGE = 1000;

  private JournalPruning() {}

  /**
   * What was pruned.
   *
   * @param files rows of files that do not exist any more
   * @param runs rows of runs that nothing refers to any more
   * @param bytesBefore size of the journal before, in bytes
   * @param bytesAfter size of the journal now, in bytes
   */
  public record Pruned(long files, long runs, long bytesBefore, long bytesAfter) {}

  /**
   * Prunes a journal.
   *
   * @param before delivered before that time, and missing since
   * @throws io.github.dcmbulk.model.JournalBusyException a run holds the journal
   * @throws JournalException it is damaged or cannot be written
   */
  public static Pruned run(JournalStore journal, Instant before) throws DcmbulkException {
    requireThere(journal);
    try (JournalStore.Held held = journal.hold()) {
      Connection c = held.connection();
      long size = journal.bytes(c);
      c.setAutoCommit(false);
      journal.guard(c).begin();
      long files = pruneFiles(c, before);
      long runs = pruneRuns(c, before);
      c.commit();
      c.setAutoCommit(true);
      journal.shrink(c);
      return new Pruned(files, runs, size, journal.bytes(c));
    } catch (SQLException e) {
      throw journal.failure(e);
    }
  }

  /** Pruning does not create a journal. */
  private static void requireThere(JournalStore journal) throws DcmbulkException {
    try (Connection viewer = journal.viewer()) {
      viewer.clearWarnings();
    } catch (SQLException e) {
      throw journal.failure(e);
    }
  }

  private static long pruneFiles(Connection c, Instant before) throws SQLException {
    StoredTotals totals = new StoredTotals(c);
    long pruned = 0;
    long after = 0;
    try (PreparedStatement page =
            c.prepareStatement(
                StateCode.inSql(
                    """
                    SELECT f.id, d.path, f.name, f.state, f.size, coalesce(s.study, 0),
                      f.delivery = t.delivery
                    FROM file f JOIN dir d ON d.id = f.dir LEFT JOIN series s ON s.id = f.series
                      LEFT JOIN study t ON t.id = s.study
                    WHERE f.id > ? AND f.state IN ($UPLOADED, $DUPLICATE) AND coalesce(f.uploaded_at, 0) < ?
                    ORDER BY f.id LIMIT ?\
                    """));
        PreparedStatement delete = c.prepareStatement("DELETE FROM file WHERE id = ?")) {
      page.setLong(2, before.toEpochMilli());
      page.setInt(3, PAGE);
      List<Long> gone = new ArrayList<>();
      do {
        gone.clear();
        page.setLong(1, after);
        long seen = after;
        try (ResultSet row = page.executeQuery()) {
          while (row.next()) {
            seen = row.getLong(1);
            Path path = DamagedRowException.guard(() -> RowScope.path(row, 2));
            if (isGone(path)) {
              gone.add(seen);
              StateCode state = StateCode.of(row.getInt(4));
              totals.count(state, null, row.getLong(6), -1, row.getLong(5));
              if (state == StateCode.UPLOADED && row.getBoolean(7)) {
                totals.countSent(row.getLong(6), -1);
              }
            }
          }
        }
        for (long id : gone) {
          delete.setLong(1, id);
          delete.executeUpdate();
        }
        pruned += gone.size();
        if (seen == after) {
          break;
        }
        after = seen;
      } while (true);
    }
    totals.write();
    return pruned;
  }

  /** A share that is not mounted must not look like a tree that was deleted. */
  private static boolean isGone(Path path) {
    Path dir = path.getParent();
    if (dir == null || Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    return Files.isDirectory(dir) || (dir.getParent() != null && holdsAnything(dir.getParent()));
  }

  private static boolean holdsAnything(Path dir) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(dir)) {
      return entries.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }

  private static long pruneRuns(Connection c, Instant before) throws SQLException {
    Sql.execute(
        c,
        """
        DELETE FROM study WHERE pending + uploaded + duplicate + conflict + held + failed = 0
          AND id NOT IN (SELECT s.study FROM series s JOIN file f ON f.series = s.id
            WHERE s.study IS NOT NULL)\
        """);
    Sql.execute(
        c, "DELETE FROM series WHERE id NOT IN (SELECT series FROM file WHERE series IS NOT NULL)");
    Sql.execute(c, "DELETE FROM dir WHERE id NOT IN (SELECT dir FROM file)");
    try (PreparedStatement delete =
        c.prepareStatement(
            """
            DELETE FROM run WHERE started < ? AND finished IS NOT NULL
              AND id NOT IN (SELECT run FROM file)
              AND id NOT IN (SELECT run FROM dir WHERE run IS NOT NULL)\
            """)) {
      delete.setLong(1, before.toEpochMilli());
      long runs = delete.executeUpdate();
      Sql.execute(c, "DELETE FROM run_fact WHERE run NOT IN (SELECT id FROM run)");
      Sql.execute(c, "DELETE FROM sample WHERE run NOT IN (SELECT id FROM run)");
      return runs;
    }
  }
}
