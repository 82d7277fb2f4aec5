package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.journal.store.Parameters;
import io.github.dcmbulk.journal.store.Pipeline;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The studies that a process of a shared run finds, collected in a transaction and written at its
 * end in one order, so that two processes that find the same studies do not deadlock. Used by the
 * writer only. PostgreSQL only.
 */
public final class FoundStudies {
  private static final String ENQUEUE =
      """
      INSERT INTO queue AS q (study, seen, due)
      SELECT v.study, v.seen, 0 FROM unnest(?::bigint[], ?::bigint[]) v(study, seen)
      ON CONFLICT (study) DO UPDATE SET seen = excluded.seen WHERE q.seen < excluded.seen\
      """;
  private static final String FOUND =
      """
      INSERT INTO study_found(study) SELECT v FROM unnest(?::bigint[]) v ON CONFLICT DO NOTHING\
      """;

  private final BitSet known = new BitSet();
  private final TreeSet<Long> found = new TreeSet<>();
  private final TreeMap<Long, Long> toSend = new TreeMap<>();

  /** A file of the study was found. */
  public void add(long study) {
    if (study != 0 && !known.get(Math.toIntExact(study))) {
      found.add(study);
    }
  }

  /** The study has something to be sent, and was seen in the directory of that number. */
  void enqueue(long study, long seen) {
    toSend.merge(study, seen, Math::max);
  }

  /**
   * Writes what was collected.
   *
   * @throws SQLException the database failed
   */
  public void write(Pipeline pipeline) throws SQLException {
    if (!toSend.isEmpty()) {
      Map<Long, Long> sorted = new TreeMap<>(toSend);
      pipeline.update(ENQUEUE, Parameters.of().numbers(sorted.keySet()).numbers(sorted.values()));
      toSend.clear();
    }
    found.removeIf(study -> known.get(Math.toIntExact(study)));
    if (!found.isEmpty()) {
      pipeline.update(FOUND, Parameters.of().numbers(new TreeSet<>(found)));
    }
  }

  /** The transaction is committed, or it failed and is tried again. */
  public void transactionEnded(boolean committed) {
    if (committed) {
      found.forEach(study -> known.set(Math.toIntExact(study)));
    }
    found.clear();
    toSend.clear();
  }
}
