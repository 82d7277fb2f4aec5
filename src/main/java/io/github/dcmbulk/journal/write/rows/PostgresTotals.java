package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.journal.write.rows.Tallies.StudySum;
import io.github.dcmbulk.journal.write.rows.Tallies.Sum;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes totals to PostgreSQL with one statement, however many they are. */
final class PostgresTotals {
  private static final String WRITE =
      """
      WITH t AS (INSERT INTO tally(state, reason, files, bytes)
        SELECT * FROM unnest(?::bigint[], ?::text[], ?::bigint[], ?::bigint[])
        ON CONFLICT (state, reason) DO UPDATE SET files = tally.files + excluded.files,
          bytes = tally.bytes + excluded.bytes)
      UPDATE study SET pending = study.pending + v.pending,
        uploaded = study.uploaded + v.uploaded, duplicate = study.duplicate + v.duplicate,
        conflict = study.conflict + v.conflict, held = study.held + v.held,
        failed = study.failed + v.failed, rejected = study.rejected + v.rejected,
        unreadable = study.unreadable + v.unreadable, sent = study.sent + v.sent,
        newest = greatest(study.newest, v.newest), last_put = greatest(study.last_put, v.last_put)
      FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
          ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
        v(id, pending, uploaded, duplicate, conflict, held, failed, rejected, unreadable, sent,
          newest, last_put)
      WHERE study.id = v.id\
      """;

  private final Connection connection;
  private final PreparedStatement write;

  PostgresTotals(Connection connection) throws SQLException {
    this.connection = connection;
    this.write = connection.prepareStatement(WRITE);
  }

  void write(Map<StateCode, Map<String, Sum>> sums, Map<Long, StudySum> studies)
      throws SQLException {
    List<Long> states = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    List<Sum> ofStates = new ArrayList<>();
    sums.forEach(
        (state, byReason) ->
            byReason.forEach(
                (reason, sum) -> {
                  states.add((long) state.number());
                  reasons.add(reason);
                  ofStates.add(sum);
                }));
    numbers(1, states, n -> n);
    write.setArray(2, connection.createArrayOf("text", reasons.toArray(new String[0])));
    numbers(3, ofStates, s -> s.files);
    numbers(4, ofStates, s -> s.bytes);
    List<StudySum> ofStudies = List.copyOf(studies.values());
    numbers(5, List.copyOf(studies.keySet()), n -> n);
    numbers(6, ofStudies, s -> s.pending);
    numbers(7, ofStudies, s -> s.uploaded);
    numbers(8, ofStudies, s -> s.duplicate);
    numbers(9, ofStudies, s -> s.conflict);
    numbers(10, ofStudies, s -> s.held);
    numbers(11, ofStudies, s -> s.failed);
    numbers(12, ofStudies, s -> s.rejected);
    numbers(13, ofStudies, s -> s.unreadable);
    numbers(14, ofStudies, s -> s.sent);
    numbers(15, ofStudies, s -> s.newest);
    numbers(16, ofStudies, s -> s.lastPut == 0 ? null : s.lastPut);
    write.executeUpdate();
  }

  private <T> void numbers(int index, List<T> of, Function<T, @Nullable Long> value)
      throws SQLException {
    @Nullable Long[] values = new Long[of.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value.apply(of.get(i));
    }
    write.setArray(index, connection.createArrayOf("int8", values));
  }
}
