package io.github.dcmbulk.journal;

import io.github.dcmbulk.model.RunResult;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes what runs record about themselves. */
final class RunNotes {
  private static final String ENVIRONMENT = "environment";
  private static final String OPTION = "option";
  private static final String COUNT = "count";
  private static final String REJECTION = "rejection";
  private static final String PROGRESS = "progress";

  private RunNotes() {}

  /** A run begins. */
  static void begin(Connection c, long run, RunFacts facts) throws SQLException {
    try (PreparedStatement insert = insert(c)) {
      write(insert, run, ENVIRONMENT, facts.environment());
      write(insert, run, OPTION, facts.options());
    }
  }

  /** A run goes on. */
  static void progress(Connection c, long run, Progress progress) throws SQLException {
    try (PreparedStatement insert = insert(c)) {
      write(insert, run, PROGRESS, progress.values());
    }
  }

  /** How far a run is; null where it did not say. */
  static @Nullable Progress progress(Connection c, long run) throws SQLException {
    Map<String, String> values = new LinkedHashMap<>();
    try (PreparedStatement query =
        c.prepareStatement("SELECT name, value FROM run_fact WHERE run = ? AND topic = ?")) {
      query.setLong(1, run);
      query.setString(2, PROGRESS);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          values.put(row.getString(1), row.getString(2));
        }
      }
    }
    return values.containsKey(Progress.AT)
        ? DamagedRowException.guard(() -> Progress.of(values))
        : null;
  }

  /** A run ends. */
  static void end(Connection c, long run, RunResult result) throws SQLException {
    try (PreparedStatement end =
        c.prepareStatement("UPDATE run SET finished = ?, exit = ?, uploaded = ? WHERE id = ?")) {
      end.setLong(1, result.finished().toEpochMilli());
      end.setInt(2, result.exit());
      end.setLong(3, result.instances().uploaded());
      end.setLong(4, run);
      end.executeUpdate();
    }
    try (PreparedStatement delete =
        c.prepareStatement("DELETE FROM run_fact WHERE run = ? AND topic = ?")) {
      delete.setLong(1, run);
      delete.setString(2, PROGRESS);
      delete.executeUpdate();
    }
    try (PreparedStatement insert = insert(c)) {
      write(insert, run, COUNT, RunFacts.counts(result));
      write(insert, run, REJECTION, result.rejections());
    }
  }

  private static PreparedStatement insert(Connection c) throws SQLException {
    return c.prepareStatement(
        "INSERT OR REPLACE INTO run_fact(run, topic, name, value) VALUES(?, ?, ?, ?)");
  }

  private static void write(PreparedStatement insert, long run, String topic, Map<String, ?> values)
      throws SQLException {
    for (Map.Entry<String, ?> entry : values.entrySet()) {
      insert.setLong(1, run);
      insert.setString(2, topic);
      insert.setString(3, entry.getKey());
      insert.setString(4, entry.getValue().toString());
      insert.executeUpdate();
    }
  }

  /** Adds a sample of how many instances were on their way. */
  static void sample(Connection c, long run, Instant at, double mean) throws SQLException {
    try (PreparedStatement insert =
        c.prepareStatement("INSERT OR REPLACE INTO sample(run, at, in_flight) VALUES(?, ?, ?)")) {
      insert.setLong(1, run);
      insert.setLong(2, at.toEpochMilli());
      insert.setDouble(3, mean);
      insert.executeUpdate();
    }
  }

  /** Merges the run's samples in pairs; each stands for twice the time then. */
  static void thin(Connection c, long run) throws SQLException {
    try (PreparedStatement mean =
            c.prepareStatement(
                """
                UPDATE sample SET in_flight = p.mean FROM (
                  SELECT max(at) AS at, avg(in_flight) AS mean FROM (
                    SELECT at, in_flight, (row_number() OVER (ORDER BY at) - 1) / 2 AS pair
                    FROM sample WHERE run = ?1) GROUP BY pair) p
                WHERE sample.run = ?1 AND sample.at = p.at""");
        PreparedStatement delete =
            c.prepareStatement(
                """
                DELETE FROM sample WHERE run = ?1 AND at NOT IN (
                  SELECT max(at) FROM (
                    SELECT at, (row_number() OVER (ORDER BY at) - 1) / 2 AS pair
                    FROM sample WHERE run = ?1) GROUP BY pair)""")) {
      mean.setLong(1, run);
      mean.executeUpdate();
      delete.setLong(1, run);
      delete.executeUpdate();
    }
  }

  /** The newest runs, oldest first. */
  static List<RunRecord> newest(Connection c, int most) throws SQLException {
    List<RunRecord> runs = new ArrayList<>();
    try (PreparedStatement query =
        c.prepareStatement(
            """
            SELECT id, name, started, finished, exit, uploaded FROM (
              SELECT * FROM run ORDER BY id DESC LIMIT ?) ORDER BY id""")) {
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
    try (PreparedStatement query =
        c.prepareStatement("SELECT topic, name, value FROM run_fact WHERE run = ?")) {
      query.setLong(1, run);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          String name = row.getString(2);
          switch (row.getString(1)) {
            case ENVIRONMENT -> environment.put(name, row.getString(3));
            case OPTION -> options.put(name, row.getString(3));
            case COUNT -> counts.put(name, row.getLong(3));
            case REJECTION -> rejections.put(name, row.getLong(3));
            default -> {
              // A later dcmbulk's; nothing that this one could show.
            }
          }
        }
      }
    }
    return new RunFacts(environment, options, counts, rejections);
  }
}
