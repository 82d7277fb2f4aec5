package io.github.dcmbulk.journal.write;

import io.github.dcmbulk.journal.RunFacts;
import io.github.dcmbulk.journal.RunProgress;
import io.github.dcmbulk.journal.store.RunTopic;
import io.github.dcmbulk.model.RunResult;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the rows of a run: facts, progress, result. */
final class RunRows {
  private RunRows() {}

  /** A run begins. */
  static void begin(Connection c, long run, RunFacts facts) throws SQLException {
    try (PreparedStatement insert = insert(c)) {
      write(insert, run, RunTopic.ENVIRONMENT, facts.environment());
      write(insert, run, RunTopic.OPTION, facts.options());
    }
  }

  /**
   * A run continues.
   *
   * @param process the process that says so; 0 if the run has only one
   */
  static void progress(Connection c, long run, long process, RunProgress progress)
      throws SQLException {
    Map<String, String> values = new LinkedHashMap<>();
    progress.values().forEach((name, value) -> values.put(RunTopic.of(process, name), value));
    try (PreparedStatement insert = insert(c)) {
      write(insert, run, RunTopic.PROGRESS, values);
    }
  }

  /** A user has changed a run in progress. */
  static void change(Connection c, long run, String key, String text) throws SQLException {
    try (PreparedStatement insert = insert(c)) {
      write(insert, run, RunTopic.CHANGE, Map.of(key, text));
    }
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
      delete.setString(2, RunTopic.PROGRESS);
      delete.executeUpdate();
    }
    try (PreparedStatement insert = insert(c)) {
      write(insert, run, RunTopic.COUNT, RunFacts.counts(result));
      write(insert, run, RunTopic.REJECTION, result.rejections());
    }
  }

  private static PreparedStatement insert(Connection c) throws SQLException {
    return c.prepareStatement(
        "INSERT INTO run_fact(run, topic, name, value) VALUES(?, ?, ?, ?)"
            + " ON CONFLICT (run, topic, name) DO UPDATE SET value = excluded.value");
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

  /** Adds a sample of how many instances were in flight. */
  static void sample(Connection c, long run, Instant at, double mean) throws SQLException {
    try (PreparedStatement insert =
        c.prepareStatement(
            "INSERT INTO sample(run, at, in_flight) VALUES(?, ?, ?)"
                + " ON CONFLICT (run, at) DO UPDATE SET in_flight = excluded.in_flight")) {
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
                    FROM sample WHERE run = ?) s GROUP BY pair) p
                WHERE sample.run = ? AND sample.at = p.at\
                """);
        PreparedStatement delete =
            c.prepareStatement(
                """
                DELETE FROM sample WHERE run = ? AND at NOT IN (
                  SELECT max(at) FROM (
                    SELECT at, (row_number() OVER (ORDER BY at) - 1) / 2 AS pair
                    FROM sample WHERE run = ?) s GROUP BY pair)\
                """)) {
      mean.setLong(1, run);
      mean.setLong(2, run);
      mean.executeUpdate();
      delete.setLong(1, run);
      delete.setLong(2, run);
      delete.executeUpdate();
    }
  }
}
