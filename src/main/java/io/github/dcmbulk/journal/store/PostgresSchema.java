package io.github.dcmbulk.journal.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The journal's tables in a database: {@link Tables}, translated to PostgreSQL. */
final class PostgresSchema {
  /**
   * The changed row of an outcome fits on the same page, so that no index is changed (measured: 96
   * % of the updates with half of each page left free, 42 % without).
   */
  private static final List<String> TUNING =
      List.of("ALTER TABLE file SET (fillfactor = 50)", "ALTER TABLE study SET (fillfactor = 70)");

  /** Tables of a run that several processes share. */
  private static final List<String> HOSTS =
      List.of(
          // Each process has separate rows of counts, so that none waits for another one's commit.
          "ALTER TABLE tally RENAME TO tally_part",
          """
          ALTER TABLE tally_part ADD COLUMN writer BIGINT NOT NULL DEFAULT 0,
            DROP CONSTRAINT tally_pkey, ADD PRIMARY KEY(writer, state, reason)\
          """,
          "ALTER TABLE tally_part SET (fillfactor = 50)",
          """
          CREATE VIEW tally AS SELECT state, reason, sum(files)::bigint AS files,
            sum(bytes)::bigint AS bytes FROM tally_part GROUP BY state, reason\
          """,
          "CREATE SEQUENCE claim_epoch",
          """
          ALTER TABLE queue ADD COLUMN owner BIGINT, ADD COLUMN epoch BIGINT,
            ADD COLUMN horizon BIGINT NOT NULL DEFAULT 0, ADD COLUMN rank BIGINT\
          """,
          "CREATE INDEX queue_owned ON queue(owner) WHERE owner IS NOT NULL",
          // Index for the next study, without a scan of the queue.
          "CREATE INDEX queue_free ON queue(rank, seen, study) WHERE owner IS NULL",
          """
          CREATE TABLE host(
            id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            run BIGINT NOT NULL,
            name TEXT NOT NULL,
            machine TEXT NOT NULL,
            pid BIGINT NOT NULL,
            renewed TIMESTAMPTZ NOT NULL DEFAULT now(),
            expires TIMESTAMPTZ NOT NULL,
            ended TIMESTAMPTZ)\
          """,
          """
          CREATE TABLE host_count(
            host BIGINT NOT NULL, name TEXT NOT NULL, n BIGINT NOT NULL, PRIMARY KEY(host, name))\
          """,
          """
          CREATE TABLE commit_mark(writer BIGINT PRIMARY KEY, number BIGINT NOT NULL)
            WITH (fillfactor = 50)\
          """,
          """
          CREATE TABLE control_request(
            id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            run BIGINT NOT NULL,
            action TEXT NOT NULL,
            value TEXT NOT NULL,
            asked_by TEXT NOT NULL)\
          """,
          """
          CREATE TABLE control_answer(
            request BIGINT NOT NULL, process BIGINT NOT NULL,
            done BOOLEAN NOT NULL, text TEXT NOT NULL, PRIMARY KEY(request, process))\
          """,
          """
          CREATE TABLE shared_run(
            run BIGINT PRIMARY KEY,
            options TEXT NOT NULL,
            begun BOOLEAN NOT NULL DEFAULT FALSE,
            ends BIGINT,
            walk_done BOOLEAN NOT NULL DEFAULT FALSE)\
          """);

  /**
   * The walk of a run that several processes share. Its directories are numbered as they are taken,
   * and a row stays when its directory is done, so that none is added twice.
   */
  private static final List<String> WALK =
      List.of(
          "CREATE SEQUENCE walk_number",
          """
          CREATE TABLE walk_dir(
            id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            path BYTEA NOT NULL,
            place BYTEA NOT NULL,
            key BYTEA NOT NULL UNIQUE,
            root BIGINT,
            is_list BOOLEAN NOT NULL DEFAULT FALSE,
            named BOOLEAN NOT NULL DEFAULT FALSE,
            number BIGINT,
            owner BIGINT,
            done BOOLEAN NOT NULL DEFAULT FALSE,
            to_send BOOLEAN NOT NULL DEFAULT FALSE,
            found BIGINT NOT NULL DEFAULT 0,
            known BIGINT,
            total BIGINT)\
          """,
          "CREATE INDEX walk_dir_free ON walk_dir(place, id) WHERE owner IS NULL AND NOT done",
          "CREATE INDEX walk_dir_owned ON walk_dir(owner) WHERE owner IS NOT NULL",
          """
          CREATE INDEX walk_dir_open ON walk_dir(number) WHERE NOT done AND number IS NOT NULL\
          """,
          "CREATE INDEX walk_dir_done ON walk_dir(number) WHERE done AND to_send",
          "CREATE INDEX walk_dir_root ON walk_dir(id) WHERE known IS NOT NULL",
          "CREATE TABLE study_found(study BIGINT PRIMARY KEY)",
          // Several processes add series; each has one row.
          "ALTER TABLE series ADD COLUMN key BYTEA UNIQUE");

  /** No database has tables of an older version. */
  static final int FIRST_VERSION = 4;

  private PostgresSchema() {}

  /** The version of the tables in the current schema; 0 where there are none. */
  static int version(Connection connection) throws SQLException {
    boolean there = Sql.number(connection, "SELECT count(to_regclass('dcmbulk_version'))") > 0;
    return there ? (int) Sql.number(connection, "SELECT max(version) FROM dcmbulk_version") : 0;
  }

  /** Creates the tables: all or none. */
  static void create(Connection connection) throws SQLException {
    Sql.inTransaction(connection, () -> createTables(connection));
  }

  /** Creates the tables unless another process has done so meanwhile. */
  static void createOnce(Connection connection) throws SQLException {
    Sql.number(connection, "SELECT 1 FROM pg_advisory_lock(" + Schema.APPLICATION_ID + ")");
    try {
      if (version(connection) == 0) {
        create(connection);
      }
    } finally {
      Sql.number(connection, "SELECT pg_advisory_unlock(" + Schema.APPLICATION_ID + ")::int");
    }
  }

  /** Creates the tables, within a transaction. */
  static void createTables(Connection connection) throws SQLException {
    for (String table : Tables.ALL) {
      Sql.execute(connection, translated(table));
    }
    for (String statement : TUNING) {
      Sql.execute(connection, statement);
    }
    for (String statement : HOSTS) {
      Sql.execute(connection, statement);
    }
    for (String statement : WALK) {
      Sql.execute(connection, statement);
    }
    Schema.addDigestKey(connection);
    Sql.execute(connection, "CREATE TABLE dcmbulk_version(version INTEGER NOT NULL)");
    Sql.execute(connection, "INSERT INTO dcmbulk_version VALUES(" + Schema.VERSION + ")");
  }

  /** Replaces SQLite's names of types; texts sort by their bytes, as in SQLite. */
  static String translated(String statement) {
    return statement
        .replaceAll("--[^\n]*", "")
        .replace("INTEGER PRIMARY KEY", "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY")
        .replaceAll("\\bINTEGER\\b", "BIGINT")
        .replaceAll("\\bTEXT\\b", "TEXT COLLATE \"C\"")
        .replaceAll("\\bBLOB\\b", "BYTEA")
        .replaceAll("\\bREAL\\b", "DOUBLE PRECISION")
        .replace(" WITHOUT ROWID", "");
  }

  static long bytes(Connection connection) throws SQLException {
    return Sql.number(
        connection,
        """
        SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c
        WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
          AND c.relkind = 'r'""");
  }

  static void vacuum(Connection connection) throws SQLException {
    Sql.execute(connection, "VACUUM (ANALYZE) file, study, series, dir");
  }
}
