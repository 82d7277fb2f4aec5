package io.github.dcmbulk.journal.write.hosts;

import io.github.dcmbulk.journal.ClaimedDirectory;
import io.github.dcmbulk.journal.store.Parameters;
import io.github.dcmbulk.journal.store.Pipeline;
import io.github.dcmbulk.model.PathText;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The statements with which a process takes directories. */
final class DirectoryClaim {
  private static final String CLAIM =
      """
      WITH me AS (SELECT id FROM host WHERE id = ? AND ended IS NULL FOR KEY SHARE),
        c AS (SELECT id FROM walk_dir WHERE owner IS NULL AND NOT done
          ORDER BY place, id LIMIT ? FOR UPDATE SKIP LOCKED),
        n AS (SELECT id, nextval('walk_number') AS number FROM c)
      UPDATE walk_dir d SET owner = me.id, number = coalesce(d.number, n.number) FROM n, me
      WHERE d.id = n.id
      RETURNING d.id, d.number, d.path,
        coalesce(d.root, CASE WHEN d.known IS NOT NULL THEN d.id END, 0), d.is_list, d.named\
      """;

  /** Of the directories that a process has taken, those of which the journal may have files. */
  private static final String KNOWN =
      """
      SELECT w.id FROM walk_dir w WHERE w.owner = ? AND NOT w.done
        AND (w.is_list OR w.named OR EXISTS (SELECT 1 FROM dir d WHERE d.path = w.path))\
      """;

  private DirectoryClaim() {}

  /**
   * Takes the next directories, in their order.
   *
   * @param received gets them when the pipeline's statements are executed
   * @throws SQLException the database failed
   */
  static void make(
      Pipeline pipeline, long host, int most, Consumer<List<ClaimedDirectory>> received)
      throws SQLException {
    List<ClaimedDirectory> claimed = new ArrayList<>();
    pipeline.queryLater(
        CLAIM,
        Parameters.of().number(host).number(most),
        row -> {
          while (row.next()) {
            claimed.add(claimed(row, host));
          }
        });
    // A separate statement: it sees what the previous owner has committed.
    pipeline.queryLater(
        KNOWN,
        Parameters.of().number(host),
        row -> {
          Set<Long> known = new HashSet<>();
          while (row.next()) {
            known.add(row.getLong(1));
          }
          received.accept(
              claimed.stream()
                  .map(
                      directory ->
                          known.contains(directory.id()) ? directory : directory.withoutRows())
                  .sorted(Comparator.comparingLong(ClaimedDirectory::number))
                  .toList());
        });
  }

  private static ClaimedDirectory claimed(ResultSet row, long host) throws SQLException {
    boolean isList = row.getBoolean(5);
    Path path = isList ? Path.of("") : PathText.absolute(row.getBytes(3));
    return new ClaimedDirectory(
        row.getLong(1),
        host,
        row.getLong(2),
        path,
        row.getLong(4),
        isList,
        row.getBoolean(6),
        true);
  }
}
