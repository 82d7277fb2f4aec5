package io.github.dcmbulk.journal.read;

import io.github.dcmbulk.journal.RunCounts;
import io.github.dcmbulk.journal.RunPause;
import io.github.dcmbulk.journal.RunProgress;
import io.github.dcmbulk.journal.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a run that several processes share. What one process found another one may
 * deliver, so only the sums of all say what is left.
 */
final class SharedProgressQuery {
  private SharedProgressQuery() {}

  /** The progress of all processes together; null if no active one has recorded any. */
  static @Nullable RunProgress of(Connection c, long run) throws SQLException {
    Map<String, Long> sums = new HashMap<>();
    Map<Long, Long> uploadedBytes = new HashMap<>();
    try (PreparedStatement query =
        c.prepareStatement(
            """
            SELECT h.id, h.ended IS NULL, k.name, k.n FROM host h
            LEFT JOIN host_count k ON k.host = h.id WHERE h.run = ?\
            """)) {
      query.setLong(1, run);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          String name = row.getString(3);
          if (row.getBoolean(2)) {
            uploadedBytes.merge(
                row.getLong(1),
                RunCounts.UPLOADED_BYTES.equals(name) ? row.getLong(4) : 0,
                Long::sum);
          }
          if (name != null) {
            sums.merge(name, row.getLong(4), Long::sum);
          }
        }
      }
    }
    List<RunProgress> active = new ArrayList<>();
    long inTransit = 0;
    for (Map.Entry<Long, Long> process : uploadedBytes.entrySet()) {
      RunProgress progress = RunQueries.progress(c, run, process.getKey());
      if (progress != null) {
        active.add(progress);
        inTransit += Math.max(0, progress.deliveredBytes() - process.getValue());
      }
    }
    boolean walked =
        Sql.number(c, "SELECT count(*) FROM shared_run WHERE walk_done AND run = " + run) > 0;
    return active.isEmpty() ? null : sum(active, sums, inTransit, walked);
  }

  private static RunProgress sum(
      List<RunProgress> active, Map<String, Long> sums, long inTransit, boolean walked) {
    long found = 0;
    for (RunCounts.Bucket bucket : RunCounts.Bucket.values()) {
      found += sums.getOrDefault(bucket.name(), 0L);
    }
    RunProgress next = active.get(0);
    Instant at = next.at();
    long rate = 0;
    boolean allWait = true;
    for (RunProgress progress : active) {
      at = progress.at().isAfter(at) ? progress.at() : at;
      rate += progress.bytesPerSecond();
      allWait &= progress.waitUntil() != null;
      next = endsBefore(progress, next) ? progress : next;
    }
    return new RunProgress(
        at,
        found,
        walked,
        sums.getOrDefault(RunCounts.Bucket.UPLOADED.name(), 0L),
        Math.max(0, sums.getOrDefault(RunCounts.Bucket.PENDING.name(), 0L)),
        sums.getOrDefault(RunCounts.UPLOADED_BYTES, 0L) + inTransit,
        Math.max(0, sums.getOrDefault(RunCounts.PENDING_BYTES, 0L) - inTransit),
        rate,
        allWait ? next.waitUntil() : null,
        allWait ? next.waitWhy() : null,
        ofAll(active, RunProgress::paused),
        ofAll(active, RunProgress::outage));
  }

  /** What is so in every process, since it is so in one; null if a process can send. */
  private static @Nullable RunPause ofAll(
      List<RunProgress> active, Function<RunProgress, @Nullable RunPause> which) {
    RunPause first = null;
    for (RunProgress progress : active) {
      RunPause pause = which.apply(progress);
      if (pause == null) {
        return null;
      }
      first = first == null || pause.since().isBefore(first.since()) ? pause : first;
    }
    return first;
  }

  private static boolean endsBefore(RunProgress one, RunProgress other) {
    Instant until = one.waitUntil();
    Instant others = other.waitUntil();
    return until != null && others != null && until.isBefore(others);
  }
}
