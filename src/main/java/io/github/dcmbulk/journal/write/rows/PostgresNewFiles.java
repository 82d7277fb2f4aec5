package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.journal.CheckedFile;
import io.github.dcmbulk.journal.store.StateCode;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds rows to PostgreSQL: all of a directory's with one statement, its values as arrays. That
 * takes one answer of the server, and half the time of a batch (measured: 26 µs a row for 50).
 */
final class PostgresNewFiles extends NewFiles {
  private final Connection connection;
  private final RunContext run;
  private final PreparedStatement insert;

  PostgresNewFiles(Connection c, RunContext run, SharedRows names) throws SQLException {
    super(c, run, names);
    this.connection = c;
    this.run = run;
    insert =
        c.prepareStatement(
            """
            INSERT INTO file(size, modified, state, series, sop_uid, reason, warnings, arrived, name,
              run, dir)
            SELECT v.*, ?, ? FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
              ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bytea[]) v
            ON CONFLICT (dir, name) DO NOTHING RETURNING name\
            """);
  }

  @Override
  long[] add(List<CheckedFile> checkedFiles, long dir) throws SQLException {
    List<CheckedFile> fresh = checkedFiles.stream().filter(j -> j.knownId() == 0).toList();
    Set<ByteBuffer> added = fresh.isEmpty() ? new HashSet<>() : insert(fresh, dir);
    long[] known = new long[checkedFiles.size()];
    for (int i = 0; i < known.length; i++) {
      CheckedFile j = checkedFiles.get(i);
      known[i] = j.knownId();
      if (known[i] == 0 && !added.remove(ByteBuffer.wrap(name(j)))) {
        known[i] = find(j, dir);
      }
    }
    return known;
  }

  private Set<ByteBuffer> insert(List<CheckedFile> fresh, long dir) throws SQLException {
    insert.setLong(1, run.id());
    insert.setLong(2, dir);
    numbers(3, fresh, j -> j.file().size());
    numbers(4, fresh, j -> j.file().modifiedNanos());
    numbers(5, fresh, j -> (long) StateCode.of(j.state()).number());
    numbers(6, fresh, j -> unlessZero(series(j).id()));
    texts(7, fresh, j -> j.header().sopInstanceUid());
    texts(8, fresh, CheckedFile::reason);
    texts(9, fresh, NewFiles::warnings);
    numbers(10, fresh, j -> unlessZero(arrived(j)));
    byte[][] names = fresh.stream().map(NewFiles::name).toArray(byte[][]::new);
    insert.setArray(11, connection.createArrayOf("bytea", names));
    Set<ByteBuffer> added = new HashSet<>(fresh.size() * 2);
    try (ResultSet row = insert.executeQuery()) {
      while (row.next()) {
        added.add(ByteBuffer.wrap(row.getBytes(1)));
      }
    }
    return added;
  }

  private static @Nullable Long unlessZero(long id) {
    return id == 0 ? null : id;
  }

  @FunctionalInterface
  private interface Column<T> {
    @Nullable T of(CheckedFile j) throws SQLException;
  }

  private void numbers(int index, List<CheckedFile> fresh, Column<Long> column)
      throws SQLException {
    @Nullable Long[] values = new Long[fresh.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.of(fresh.get(i));
    }
    insert.setArray(index, connection.createArrayOf("int8", values));
  }

  private void texts(int index, List<CheckedFile> fresh, Column<String> column)
      throws SQLException {
    @Nullable String[] values = new String[fresh.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.of(fresh.get(i));
    }
    insert.setArray(index, connection.createArrayOf("text", values));
  }
}
