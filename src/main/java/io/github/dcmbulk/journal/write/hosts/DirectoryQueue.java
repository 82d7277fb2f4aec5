package io.github.dcmbulk.journal.write.hosts;

import io.github.dcmbulk.journal.ClaimedDirectory;
import io.github.dcmbulk.journal.WalkedRoot;
import io.github.dcmbulk.journal.store.Parameters;
import io.github.dcmbulk.journal.store.Pipeline;
import io.github.dcmbulk.model.PathText;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The directories that a shared run has to list: a process takes some, lists them, adds their
 * subdirectories, and marks each as done in the transaction that records its last file. Directories
 * of a lost process become free again, and keep their numbers. A row belongs to its owner's row in
 * {@code host}, whose number no other process ever has. The statements run on the writer's thread.
 *
 * <p>A method throws {@link SQLException} when the database failed.
 */
public final class DirectoryQueue {
  /**
   * Number up to which all directories are done, so that a study last seen in a directory with a
   * lower number may be sent; in SQL. Parameters: the run, and whether studies wait for the end of
   * the walk.
   *
   * <p>As with one process: a later directory without the study, which has something to be sent, is
   * done, and so is all before it.
   */
  static final String WALKED_TO =
      """
      (SELECT CASE WHEN r.walk_done THEN 9223372036854775807 WHEN ? THEN 0 ELSE coalesce(
          (SELECT max(d.number) FROM walk_dir d WHERE d.done AND d.to_send AND d.number <
            coalesce((SELECT min(o.number) FROM walk_dir o WHERE NOT o.done),
              9223372036854775807)), 0) END
        FROM shared_run r WHERE r.run = ?)\
      """;

  /** Names of directories sort so that subdirectories of one come before its neighbours. */
  private static final int PLACE_BYTES = 512;

  private static final int KEY_BYTES = 16;

  private static final String ADD =
      """
      INSERT INTO walk_dir(path, place, key, root, named)
      SELECT v.path, v.place, v.key, ?, ? FROM unnest(?::bytea[], ?::bytea[], ?::bytea[])
        v(path, place, key)
      ON CONFLICT (key) DO NOTHING\
      """;

  private static final String BEGIN =
      "UPDATE shared_run SET begun = TRUE WHERE run = ? AND NOT begun";

  private static final String ADD_ROOT =
      """
      INSERT INTO walk_dir(path, place, key, is_list, known) VALUES(?, ?, ?, ?, ?)
      ON CONFLICT (key) DO NOTHING\
      """;

  /** When no directory is left, one process concludes the walk; another one if that one is lost. */
  private static final String END =
      """
      WITH me AS (SELECT id FROM host WHERE id = ? AND ended IS NULL FOR KEY SHARE)
      UPDATE shared_run SET ends = me.id FROM me WHERE shared_run.run = ? AND begun AND NOT walk_done
        AND NOT EXISTS (SELECT 1 FROM host h WHERE h.id = ends AND h.ended IS NULL AND h.id <> me.id)
        AND NOT EXISTS (SELECT 1 FROM walk_dir WHERE owner IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM walk_dir WHERE owner IS NULL AND NOT done)\
      """;

  private static final String TOTALS =
      """
      UPDATE walk_dir SET total = s.n FROM (
        SELECT coalesce(root, id) AS id, sum(found) AS n FROM walk_dir
        WHERE root IS NOT NULL OR known IS NOT NULL GROUP BY 1) s
      WHERE s.id = walk_dir.id AND walk_dir.known IS NOT NULL\
      """;

  private final long run;
  private final Lease lease;

  DirectoryQueue(long run, Lease lease) {
    this.run = run;
    this.lease = lease;
  }

  /**
   * State of the walk.
   *
   * @param begun whether its roots are known
   * @param done whether everything is found, and the walk is concluded
   */
  public record State(boolean begun, boolean done) {}

  /** State of the walk; it is received when the pipeline's statements are executed. */
  public void state(Pipeline pipeline, Consumer<State> received) throws SQLException {
    pipeline.queryLater(
        "SELECT begun, walk_done FROM shared_run WHERE run = ?",
        Parameters.of().number(run),
        row ->
            received.accept(
                row.next()
                    ? new State(row.getBoolean(1), row.getBoolean(2))
                    : new State(true, true)));
  }

  /**
   * Adds the roots, unless another process has done so.
   *
   * @param roots how many files are known under each
   * @param isList whether there are files that are named one by one
   */
  public void begin(Pipeline pipeline, Map<Path, Long> roots, boolean isList) throws SQLException {
    int[] first = new int[1];
    pipeline.update(BEGIN, Parameters.of().number(run), n -> first[0] = n);
    pipeline.flush();
    if (first[0] == 0) {
      return;
    }
    for (Map.Entry<Path, Long> root : new TreeMap<>(roots).entrySet()) {
      byte[] path = PathText.bytes(root.getKey());
      pipeline.update(
          ADD_ROOT,
          Parameters.of()
              .bytes(path)
              .bytes(place(path))
              .bytes(key(path))
              .flag(false)
              .number(root.getValue()));
    }
    if (isList) {
      byte[] none = new byte[0];
      pipeline.update(
          ADD_ROOT,
          Parameters.of().bytes(none).bytes(none).bytes(key(none)).flag(true).number(null));
    }
  }

  /**
   * Takes the next directories, in their order; none unless the lease was renewed lately.
   *
   * @param received gets them when the pipeline's statements are executed
   */
  public void claim(Pipeline pipeline, int most, Consumer<List<ClaimedDirectory>> received)
      throws SQLException {
    if (lease.isFresh()) {
      DirectoryClaim.make(pipeline, lease.host(), most, received);
    } else {
      received.accept(List.of());
    }
  }

  /**
   * Adds subdirectories of that directory.
   *
   * @param identities what identifies each: its real path if links are followed
   */
  public void add(
      Pipeline pipeline, ClaimedDirectory above, List<Path> paths, List<Path> identities)
      throws SQLException {
    // In one order, so that processes that add the same directories do not deadlock.
    Map<byte[], byte[]> byKey = new TreeMap<>(Arrays::compareUnsigned);
    for (int i = 0; i < paths.size(); i++) {
      byKey.put(key(PathText.bytes(identities.get(i))), PathText.bytes(paths.get(i)));
    }
    pipeline.update(
        ADD,
        Parameters.of()
            .unlessZero(above.root())
            .flag(above.isList() || above.isNamed())
            .bytes(byKey.values())
            .bytes(byKey.values().stream().map(DirectoryQueue::place).toList())
            .bytes(byKey.keySet()));
  }

  /**
   * Everything of the directory is recorded.
   *
   * @param found how many files lie in it
   * @param toSend whether it holds something to be sent
   */
  public void done(Pipeline pipeline, ClaimedDirectory directory, long found, boolean toSend)
      throws SQLException {
    pipeline.update(
        """
        UPDATE walk_dir SET done = TRUE, owner = NULL, found = ?, to_send = ?
        WHERE id = ? AND owner = ?\
        """,
        Parameters.of().number(found).flag(toSend).number(directory.id()).number(directory.host()));
  }

  /** Releases directories of which nothing was listed yet. */
  public void release(Pipeline pipeline, List<ClaimedDirectory> directories) throws SQLException {
    pipeline.update(
        "UPDATE walk_dir SET owner = NULL WHERE id = ANY(?) AND owner = ?",
        Parameters.of()
            .numbers(directories.stream().map(ClaimedDirectory::id).toList())
            .number(lease.host()));
  }

  /**
   * Whether this process concludes the walk, because nothing is left to be listed.
   *
   * @return its number; 0 if not
   */
  public long end(Pipeline pipeline) throws SQLException {
    if (!lease.isFresh()) {
      return 0;
    }
    long host = lease.host();
    int[] changed = new int[1];
    pipeline.update(
        END,
        Parameters.of().number(host).number(run),
        n -> {
          changed[0] = n;
        });
    pipeline.flush();
    if (changed[0] == 0) {
      return 0;
    }
    pipeline.update(TOTALS, Parameters.of());
    return host;
  }

  /** The walk has ended; to be called by the process that concludes it. */
  public void ended(Pipeline pipeline, long host) throws SQLException {
    pipeline.update(
        "UPDATE shared_run SET walk_done = TRUE WHERE run = ? AND ends = ?",
        Parameters.of().number(run).number(host));
  }

  /** The roots; called when everything is found. Received as {@link #state} is. */
  public void roots(Pipeline pipeline, Consumer<List<WalkedRoot>> received) throws SQLException {
    pipeline.queryLater(
        "SELECT path, known, coalesce(total, 0) FROM walk_dir WHERE known IS NOT NULL ORDER BY id",
        Parameters.of(),
        row -> {
          List<WalkedRoot> roots = new ArrayList<>();
          while (row.next()) {
            roots.add(
                new WalkedRoot(PathText.absolute(row.getBytes(1)), row.getLong(2), row.getLong(3)));
          }
          received.accept(roots);
        });
  }

  private static byte[] place(byte[] path) {
    byte[] place = Arrays.copyOf(path, Math.min(path.length, PLACE_BYTES));
    for (int i = 0; i < place.length; i++) {
      if (place[i] == '/') {
        place[i] = 0;
      }
    }
    return place;
  }

  private static byte[] key(byte[] path) {
    try {
      return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(path), KEY_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
