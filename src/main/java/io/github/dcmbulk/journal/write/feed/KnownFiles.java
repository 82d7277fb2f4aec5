package io.github.dcmbulk.journal.write.feed;

import io.github.dcmbulk.journal.KnownFile;
import io.github.dcmbulk.journal.RunCounts;
import io.github.dcmbulk.journal.store.DamagedRowException;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.Schema;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.journal.write.rows.RunContext;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.SourceFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Recognises unchanged files by name, size and modification time, a whole batch of a directory with
 * one query. Has its own connection; used by the walk's thread only.
 */
public final class KnownFiles implements AutoCloseable {
  /** How many files are looked up by name at once. */
  private static final int NAMES = 64;

  /**
   * Rows of the journal for a batch.
   *
   * @param files one for each file of the batch, in its order; null where it is new
   * @param vanished rows of files that are no longer there, if the batch is the whole directory
   */
  public record Answers(List<@Nullable KnownFile> files, List<Long> vanished) {}

  /**
   * Counts files for which nothing is written, because nothing is left to do.
   *
   * @param counts counts them
   * @param studies gets the studies that they belong to
   */
  public record Seen(RunCounts counts, LongConsumer studies) {}

  private final JournalStore store;
  private final Connection connection;
  private final RunContext run;
  private final boolean nothingKnown;
  private final boolean empty;
  private final Set<Long> runsWithOtherProfile;
  private final Set<Long> unfinishedStudies;
  private final PreparedStatement findDir;
  private final PreparedStatement inDir;
  private final PreparedStatement byName;

  /**
   * Opens a separate connection.
   *
   * @param nothingKnown whether no file can be known, so that nothing is looked up
   * @throws SQLException the database failed
   */
  public KnownFiles(JournalStore store, RunContext run, String profile, boolean nothingKnown)
      throws SQLException {
    this.store = store;
    this.nothingKnown = nothingKnown;
    this.run = run;
    connection = store.reader();
    empty = Sql.number(connection, "SELECT count(*) FROM (SELECT 1 FROM file LIMIT 1) f") == 0;
    // An import has none: what it knows was decided by the service, whatever the options were.
    runsWithOtherProfile = ids("SELECT id FROM run WHERE profile <> ? AND profile <> ''", profile);
    unfinishedStudies =
        ids(
            StateCode.inSql(
                "SELECT id FROM study WHERE "
                    + Schema.IS_UNFINISHED
                    + " AND delivery > 0 AND (complete IN ($PAUSED, $OVERWRITTEN) OR (complete ="
                    + " $OPEN AND sent < uploaded))"),
            null);
    findDir = connection.prepareStatement("SELECT id FROM dir WHERE path = ?");
    inDir = connection.prepareStatement(KnownRow.QUERY + " WHERE f.dir = ?");
    byName =
        connection.prepareStatement(
            KnownRow.QUERY + " WHERE f.dir = ? AND f.name IN (?" + ", ?".repeat(NAMES - 1) + ")");
  }

  private Set<Long> ids(String sql, @Nullable String argument) throws SQLException {
    Set<Long> ids = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      if (argument != null) {
        statement.setString(1, argument);
      }
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          ids.add(row.getLong(1));
        }
      }
    }
    return ids;
  }

  /** Whether there was no row of a file when the run began. */
  public boolean isEmpty() {
    return empty;
  }

  /**
   * Looks a batch up, and counts the files with nothing left to do.
   *
   * @param seen counts it
   * @throws JournalException the journal cannot be read or written
   */
  public Answers lookUp(
      Path directory, List<SourceFile> files, Predicate<Path> wanted, boolean whole, Seen seen)
      throws JournalException {
    if (nothingKnown) {
      return new Answers(Collections.nCopies(files.size(), null), List.of());
    }
    try {
      findDir.setBytes(1, PathText.bytes(directory));
      long dir;
      try (ResultSet row = findDir.executeQuery()) {
        dir = row.next() ? row.getLong(1) : 0;
      }
      List<@Nullable KnownFile> known = new ArrayList<>(files.size());
      if (dir == 0) {
        files.forEach(f -> known.add(null));
        return new Answers(known, List.of());
      }
      Map<ByteBuffer, KnownRow> rows = rows(dir, files, whole);
      for (SourceFile f : files) {
        KnownRow row = rows.remove(ByteBuffer.wrap(name(f)));
        known.add(row == null ? null : answer(f, row, wanted.test(f.path()), whole, seen));
      }
      return new Answers(known, whole ? vanished(rows) : List.of());
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  private Map<ByteBuffer, KnownRow> rows(long dir, List<SourceFile> files, boolean whole)
      throws SQLException {
    Map<ByteBuffer, KnownRow> rows = new HashMap<>(files.size() * 2);
    if (whole) {
      inDir.setLong(1, dir);
      read(inDir, rows);
      return rows;
    }
    byName.setLong(1, dir);
    for (int from = 0; from < files.size(); from += NAMES) {
      for (int i = 0; i < NAMES; i++) {
        // Repeats the last ones if there are fewer.
        byName.setBytes(i + 2, name(files.get(Math.min(from + i, files.size() - 1))));
      }
      read(byName, rows);
    }
    return rows;
  }

  private static void read(PreparedStatement query, Map<ByteBuffer, KnownRow> rows)
      throws SQLException {
    try (ResultSet r = query.executeQuery()) {
      while (r.next()) {
        KnownRow row = DamagedRowException.guard(() -> KnownRow.of(r));
        rows.put(ByteBuffer.wrap(r.getBytes(2)), row);
      }
    }
  }

  private @Nullable KnownFile answer(
      SourceFile f, KnownRow row, boolean wanted, boolean whole, Seen seen) {
    if (!wanted) {
      if (row.run() != run.id()) {
        seen.counts().add(RunCounts.Bucket.EXCLUDED, 1);
      }
      return new KnownFile(row.id(), FileState.EXCLUDED, KnownFile.Answer.DONE);
    }
    if (row.mustBeChecked(f, runsWithOtherProfile.contains(row.run()))) {
      return new KnownFile(row.id(), row.code().state(), KnownFile.Answer.CHECK);
    }
    boolean unfinished =
        row.code().isTakenUpBy(run.revisit())
            || (row.code() == StateCode.UPLOADED && unfinishedStudies.contains(row.study()));
    if (unfinished || row.gone() || !whole) {
      return new KnownFile(row.id(), row.code().state(), KnownFile.Answer.TAKE_UP);
    }
    // Files that another process of this run found before are counted already.
    if (row.run() != run.id()) {
      count(row, seen.counts());
    }
    if (row.study() != 0 && (row.code() == StateCode.REJECTED || row.code().state().isInstance())) {
      seen.studies().accept(row.study());
    }
    return new KnownFile(row.id(), row.code().state(), KnownFile.Answer.DONE);
  }

  private void count(KnownRow row, RunCounts counts) {
    if (row.code() == StateCode.REJECTED) {
      counts.addRejected(row.reason() == null ? "" : row.reason(), 1);
    } else {
      counts.add(run.bucket(row.code(), row.sentRun()), 1);
      if (row.code() == StateCode.NOT_DICOM && row.reason() != null) {
        counts.addPassedOver(row.reason(), 1);
      }
    }
  }

  /**
   * How many files are known under a root and were not found missing: those that its last walk
   * found, or those that have a row.
   *
   * @throws JournalException the journal cannot be read or written
   */
  public long filesUnder(Path root) throws JournalException {
    byte[] path = PathText.bytes(root);
    try (PreparedStatement walked =
            connection.prepareStatement("SELECT files FROM source WHERE root = ?");
        PreparedStatement rows =
            connection.prepareStatement(
                """
                SELECT count(*) FROM dir d JOIN file f ON f.dir = d.id
                WHERE (d.path = ? OR (d.path >= ? AND d.path < ?)) AND f.gone IS NULL\
                """)) {
      walked.setBytes(1, path);
      try (ResultSet row = walked.executeQuery()) {
        if (row.next()) {
          return row.getLong(1);
        }
      }
      byte[] below = PathText.bytes(root.resolve("x"));
      below = java.util.Arrays.copyOf(below, below.length - 1);
      rows.setBytes(1, path);
      rows.setBytes(2, below);
      byte[] behind = below.clone();
      behind[behind.length - 1]++;
      rows.setBytes(3, behind);
      return Sql.number(rows);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  private static List<Long> vanished(Map<ByteBuffer, KnownRow> left) {
    return left.values().stream().filter(row -> !row.gone()).map(row -> row.id()).toList();
  }

  private static byte[] name(SourceFile f) {
    return PathText.nameBytes(f.path());
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
