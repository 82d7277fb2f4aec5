package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.journal.CheckedFile;
import io.github.dcmbulk.journal.store.Parameters;
import io.github.dcmbulk.journal.store.Pipeline;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.model.FileState;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds rows to PostgreSQL: those of all directories with one statement, its values as arrays. That
 * takes one answer of the server, and half the time of a batch (measured: 26 µs a row for 50).
 */
final class PostgresNewFiles extends NewFiles {
  private static final String INSERT =
      """
      INSERT INTO file(size, modified, state, series, sop_uid, reason, warnings, arrived, name, dir,
        run)
      SELECT v.*, ? FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[],
        ?::text[], ?::text[], ?::bigint[], ?::bytea[], ?::bigint[]) v
      ON CONFLICT (dir, name) DO NOTHING RETURNING dir, name\
      """;

  private final Pipeline pipeline;
  private final RunContext run;

  PostgresNewFiles(Connection c, Pipeline pipeline, RunContext run, SharedRows names)
      throws SQLException {
    super(c, run, names);
    this.pipeline = pipeline;
    this.run = run;
  }

  @Override
  List<long[]> add(List<OfDirectory> directories, boolean expectsNew) throws SQLException {
    List<CheckedFile> fresh = new ArrayList<>();
    List<Long> dirs = new ArrayList<>();
    for (OfDirectory directory : directories) {
      for (CheckedFile j : directory.files()) {
        if (j.knownId() == 0) {
          fresh.add(j);
          dirs.add(directory.dir());
        }
      }
    }
    List<long[]> known = new ArrayList<>(directories.size());
    if (expectsNew && directories.stream().allMatch(PostgresNewFiles::areUnknown)) {
      pipeline.expect(INSERT, values(fresh, dirs), fresh.size());
      directories.forEach(directory -> known.add(new long[directory.files().size()]));
      return known;
    }
    Map<Long, Set<ByteBuffer>> added = fresh.isEmpty() ? Map.of() : insert(fresh, dirs);
    for (OfDirectory directory : directories) {
      known.add(known(directory, added.getOrDefault(directory.dir(), new HashSet<>())));
    }
    return known;
  }

  /** Whether no row of these files, or of one beside them, will be read in the transaction. */
  private static boolean areUnknown(OfDirectory directory) {
    return directory.files().stream()
        .allMatch(
            j ->
                j.knownId() == 0
                    && j.state() != FileState.REJECTED
                    && j.state() != FileState.UNREADABLE);
  }

  private long[] known(OfDirectory directory, Set<ByteBuffer> added) throws SQLException {
    long[] known = new long[directory.files().size()];
    for (int i = 0; i < known.length; i++) {
      CheckedFile j = directory.files().get(i);
      known[i] = j.knownId();
      if (known[i] == 0 && !added.remove(ByteBuffer.wrap(name(j)))) {
        known[i] = find(j, directory.dir());
      }
    }
    return known;
  }

  /** Adds them; the names that were added, by directory. */
  private Map<Long, Set<ByteBuffer>> insert(List<CheckedFile> fresh, List<Long> dirs)
      throws SQLException {
    return pipeline.query(
        INSERT,
        values(fresh, dirs),
        row -> {
          Map<Long, Set<ByteBuffer>> added = new HashMap<>();
          while (row.next()) {
            added
                .computeIfAbsent(row.getLong(1), dir -> new HashSet<>())
                .add(ByteBuffer.wrap(row.getBytes(2)));
          }
          return added;
        });
  }

  private Parameters values(List<CheckedFile> fresh, List<Long> dirs) throws SQLException {
    return Parameters.of()
        .number(run.id())
        .numbers(of(fresh, j -> j.file().size()))
        .numbers(of(fresh, j -> j.file().modifiedNanos()))
        .numbers(of(fresh, j -> (long) StateCode.of(j.state()).number()))
        .numbers(of(fresh, j -> unlessZero(series(j).id())))
        .texts(of(fresh, j -> j.header().sopInstanceUid()))
        .texts(of(fresh, CheckedFile::reason))
        .texts(of(fresh, NewFiles::warnings))
        .numbers(of(fresh, j -> unlessZero(arrived(j))))
        .bytes(of(fresh, NewFiles::name))
        .numbers(dirs);
  }

  private static @Nullable Long unlessZero(long id) {
    return id == 0 ? null : id;
  }

  @FunctionalInterface
  private interface Column<T> {
    @Nullable T of(CheckedFile j) throws SQLException;
  }

  private static <T> List<@Nullable T> of(List<CheckedFile> fresh, Column<T> column)
      throws SQLException {
    List<@Nullable T> values = new ArrayList<>(fresh.size());
    for (CheckedFile j : fresh) {
      values.add(column.of(j));
    }
    return values;
  }
}
