package io.github.dcmbulk.journal.read;

import io.github.dcmbulk.journal.RunFacts;
import io.github.dcmbulk.journal.RunProgress;
import io.github.dcmbulk.journal.RunRecord;
import io.github.dcmbulk.journal.store.DamagedRowException;
import io.github.dcmbulk.journal.store.Dialect;
import io.github.dcmbulk.journal.store.RunTopic;
import io.github.dcmbulk.journal.store.Schema;
import io.github.dcmbulk.model.UsageException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Queries what runs recorded about themselves. */
final class RunQueries {
  private RunQueries() {}

  /** The progress of a run; null if it recorded none. */
  static @Nullable RunProgress progress(Connection c, long run) throws SQLException {
    return Dialect.of(c) == Dialect.SQLITE ? progress(c, run, 0) : SharedProgressQuery.of(c, run);
  }

  /**
   * The progress that a process of a run recorded; null if it recorded none.
   *
   * @param process the process; 0 if the run has only one
   */
  static @Nullable RunProgress progress(Connection c, long run, long process) throws SQLException {
    String prefix = RunTopic.of(process, "");
    Map<String, String> values = new LinkedHashMap<>();
    try (PreparedStatement query =
        c.prepareStatement("SELECT name, value FROM run_fact WHERE run = ? AND topic = ?")) {
      query.setLong(1, run);
      query.setString(2, RunTopic.PROGRESS);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          String name = row.getString(1);
          if (name.startsWith(prefix)) {
            values.put(name.substring(prefix.length()), row.getString(2));
          }
        }
      }
    }
    return values.containsKey(RunProgress.AT)
        ? DamagedRowException.guard(() -> RunProgress.of(values))
        : null;
  }

  /** The newest runs, oldest first. */
  static List<RunRecord> newest(Connection c, int most) throws SQLException {
    List<RunRecord> runs = new ArrayList<>();
    try (PreparedStatement query =
        c.prepareStatement(
            """
            SELECT id, name, started, finished, exit, uploaded FROM (
              SELECT * FROM run ORDER BY id DESC LIMIT ?) r ORDER BY id\
            """)) {
      query.setInt(1, most);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          runs.add(record(c, row));
        }
      }
    }
    return runs;
  }

  /** One run. */
  static @Nullable RunRecord of(Connection c, long run) throws SQLException {
    try (PreparedStatement query =
        c.prepareStatement(
            "SELECT id, name, started, finished, exit, uploaded FROM run WHERE id = ?")) {
      query.setLong(1, run);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? record(c, row) : null;
      }
    }
  }

  private static RunRecord record(Connection c, ResultSet row) throws SQLException {
    boolean ended = row.getObject(4) != null;
    return new RunRecord(
        row.getString(2),
        Instant.ofEpochMilli(row.getLong(3)),
        ended ? Instant.ofEpochMilli(row.getLong(4)) : null,
        ended ? row.getInt(5) : null,
        row.getLong(6),
        facts(c, row.getLong(1)));
  }

  private static RunFacts facts(Connection c, long run) throws SQLException {
    if (!Schema.holdsRunFacts(c)) {
      return RunFacts.NONE;
    }
    Map<String, String> environment = new LinkedHashMap<>();
    Map<String, String> options = new LinkedHashMap<>();
    Map<String, Long> counts = new LinkedHashMap<>();
    Map<String, Long> rejections = new LinkedHashMap<>();
    Map<String, String> changes = new TreeMap<>();
    try (PreparedStatement query =
        c.prepareStatement("SELECT topic, name, value FROM run_fact WHERE run = ?")) {
      query.setLong(1, run);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          String name = row.getString(2);
          switch (row.getString(1)) {
            case RunTopic.ENVIRONMENT -> environment.put(name, row.getString(3));
            case RunTopic.OPTION -> options.put(name, row.getString(3));
            case RunTopic.COUNT -> counts.put(name, row.getLong(3));
            case RunTopic.REJECTION -> rejections.put(name, row.getLong(3));
            case RunTopic.CHANGE -> changes.put(name, row.getString(3));
            default -> {
              // A topic of a later version of dcmbulk, which this one does not know.
            }
          }
        }
      }
    }
    return new RunFacts(
        environment, options, counts, rejections, new ArrayList<>(changes.values()));
  }

  /**
   * The row of that run.
   *
   * @param journal the journal's name, for the message
   * @param run its name; {@code last} for the newest run
   * @throws UsageException there is no such run
   */
  static long idOf(Connection connection, String journal, String run)
      throws SQLException, UsageException {
    try (PreparedStatement find =
        connection.prepareStatement(
            "last".equals(run)
                ? "SELECT max(id) FROM run WHERE ? IS NOT NULL"
                : "SELECT id FROM run WHERE name = ?")) {
      find.setString(1, run);
      try (ResultSet row = find.executeQuery()) {
        long id = row.next() ? row.getLong(1) : 0;
        if (id == 0) {
          throw new UsageException(
              "the journal " + journal + " knows no run " + run,
              "`dcmbulk status` lists the last runs; `--run last` is the newest");
        }
        return id;
      }
    }
  }
}
