package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.journal.store.Parameters;
import io.github.dcmbulk.journal.store.Pipeline;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.journal.write.rows.StoredTotals.StudySum;
import io.github.dcmbulk.journal.write.rows.StoredTotals.Sum;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes totals to PostgreSQL with one statement, however many they are. Each process has separate
 * rows of totals, which readers add up.
 */
final class PostgresTotals {
  private static final String WRITE =
      """
      WITH t AS (INSERT INTO tally_part AS p (writer, state, reason, files, bytes)
        SELECT ?, v.* FROM unnest(?::bigint[], ?::text[], ?::bigint[], ?::bigint[]) v
        ON CONFLICT (writer, state, reason) DO UPDATE SET files = p.files + excluded.files,
          bytes = p.bytes + excluded.bytes)
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

  private final Pipeline pipeline;
  private final long writer;

  /**
   * Writes with that pipeline.
   *
   * @param writer number of the process; 0 for a single one
   */
  PostgresTotals(Pipeline pipeline, long writer) {
    this.pipeline = pipeline;
    this.writer = writer;
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
    List<StudySum> ofStudies = List.copyOf(studies.values());
    pipeline.update(
        WRITE,
        Parameters.of()
            .number(writer)
            .numbers(states)
            .texts(reasons)
            .numbers(of(ofStates, s -> s.files))
            .numbers(of(ofStates, s -> s.bytes))
            .numbers(List.copyOf(studies.keySet()))
            .numbers(of(ofStudies, s -> s.pending))
            .numbers(of(ofStudies, s -> s.uploaded))
            .numbers(of(ofStudies, s -> s.duplicate))
            .numbers(of(ofStudies, s -> s.conflict))
            .numbers(of(ofStudies, s -> s.held))
            .numbers(of(ofStudies, s -> s.failed))
            .numbers(of(ofStudies, s -> s.rejected))
            .numbers(of(ofStudies, s -> s.unreadable))
            .numbers(of(ofStudies, s -> s.sent))
            .numbers(of(ofStudies, s -> s.newest))
            .numbers(of(ofStudies, s -> s.lastPut == 0 ? null : s.lastPut)));
  }

  private static <T> List<@Nullable Long> of(List<T> all, Function<T, @Nullable Long> value) {
    List<@Nullable Long> values = new ArrayList<>(all.size());
    all.forEach(each -> values.add(value.apply(each)));
    return values;
  }
}
