package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.journal.store.Parameters;
import io.github.dcmbulk.journal.store.Pipeline;
import io.github.dcmbulk.journal.write.rows.OutcomeRows.Change;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes outcomes to PostgreSQL with one statement, its values as arrays. */
final class PostgresOutcomes {
  private static final String WRITE =
      """
      UPDATE file f SET state = v.state, reason = v.reason, md5 = coalesce(v.md5, f.md5),
        sha256 = coalesce(v.sha256, CASE WHEN coalesce(v.md5, f.md5) = f.md5 THEN f.sha256 END),
        etag = v.etag, attempts = coalesce(f.attempts, 0) + v.attempts,
        uploaded_at = coalesce(nullif(v.uploaded_at, 0), f.uploaded_at),
        delivery = coalesce(nullif(v.delivery, 0), f.delivery),
        object_key = CASE WHEN v.sent THEN v.object_key ELSE f.object_key END,
        sent_run = coalesce(nullif(v.sent_run, 0), f.sent_run)
      FROM unnest(?::bigint[], ?::bigint[], ?::text[], ?::bytea[], ?::bytea[], ?::text[],
          ?::bigint[], ?::bigint[], ?::bigint[], ?::boolean[], ?::text[], ?::bigint[])
        v(id, state, reason, md5, sha256, etag, attempts, uploaded_at, delivery, sent, object_key,
          sent_run)
      WHERE f.id = v.id\
      """;

  private final List<Change> changes = new ArrayList<>();

  void add(Change change) {
    changes.add(change);
  }

  void write(Pipeline pipeline) throws SQLException {
    if (changes.isEmpty()) {
      return;
    }
    pipeline.update(
        WRITE,
        Parameters.of()
            .numbers(of(Change::id))
            .numbers(of(c -> (long) c.state()))
            .texts(of(Change::reason))
            .bytes(of(c -> OutcomeRows.bytes(c.md5())))
            .bytes(of(c -> OutcomeRows.bytes(c.sha256())))
            .texts(of(Change::etag))
            .numbers(of(c -> (long) c.attempts()))
            .numbers(of(Change::uploadedAt))
            .numbers(of(Change::delivery))
            .flags(of(Change::sent))
            .texts(of(Change::key))
            .numbers(of(Change::sentRun)));
  }

  private <T extends @Nullable Object> List<T> of(Function<Change, T> column) {
    List<T> values = new ArrayList<>(changes.size());
    changes.forEach(change -> values.add(column.apply(change)));
    return values;
  }
}
