package io.github.dcmbulk.journal.write;

import io.github.dcmbulk.journal.RunFacts;
import io.github.dcmbulk.journal.RunProgress;
import io.github.dcmbulk.journal.store.Parameters;
import io.github.dcmbulk.journal.store.Pipeline;
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
  static void begin(Pipeline pipeline, long run, RunFacts facts) throws SQLException {
    write(pipeline, run, RunTopic.ENVIRONMENT, facts.environment());
    write(pipeline, run, RunTopic.OPTION, facts.options());
  }

  /**
   * A run continues.
   *
   * @param process the process that says so; 0 if the run has only one
   */
  static void progress(Pipeline pipeline, long run, long process, RunProgress progress)
      throws SQLException {
    Map<String, String> values = new LinkedHashMap<>();
    progress.values().forEach((name, value) -> values.put(RunTopic.of(process, name), value));
    write(pipeline, run, RunTopic.PROGRESS, values);
  }

  /** A user has changed a run in progress. */
  static void change(Pipeline pipeline, long run, String key, String text) throws SQLException {
    write(pipeline, run, RunTopic.CHANGE, Map.of(key, text));
  }

  /** A run ends. */
  static void end(Pipeline pipeline, long run, RunResult result) throws SQLException {
    pipeline.update(
        "UPDATE run SET finished = ?, exit = ?, uploaded = ? WHERE id = ?",
        Parameters.of()
            .number(result.finished().toEpochMilli())
            .number(result.exit())
            .number(result.instances().uploaded())
            .number(run));
    pipeline.update(
        "DELETE FROM run_fact WHERE run = ? AND topic = ?",
        Parameters.of().number(run).text(RunTopic.PROGRESS));
    write(pipeline, run, RunTopic.COUNT, RunFacts.counts(result));
    write(pipeline, run, RunTopic.REJECTION, result.rejections());
  }

  private static void write(Pipeline pipeline, long run, String topic, Map<String, ?> values)
      throws SQLException {
    for (Map.Entry<String, ?> entry : values.entrySet()) {
      pipeline.update(
          """
          INSERT INTO run_fact(run, topic, name, value) VALUES(?, ?, ?, ?)
          ON CONFLICT (run, topic, name) DO UPDATE SET value = excluded.value\
          """,
          Parameters.of()
              .number(run)
              .text(topic)
              .text(entry.getKey())
              .text(entry.getValue().toString()));
    }
  }

  /** Adds a sample of how many instances were in flight. */
  static void sample(Pipeline pipeline, long run, Instant at, double mean) throws SQLException {
    pipeline.update(
        """
        INSERT INTO sample(run, at, in_flight) VALUES(?, ?, ?)
        ON CONFLICT (run, at) DO UPDATE SET in_flight = excluded.in_flight\
        """,
        Parameters.of().number(run).number(at.toEpochMilli()).real(mean));
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
