package io.github.dcmbulk.journal.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Changes the tables of a journal of an older dcmbulk, version by version. SQLite only. */
final class SchemaUpgrade {
  /** The statements from each version to the next; the first entry upgrades version 1. */
  private static final String[][] UPGRADES = {
    {"ALTER TABLE file ADD COLUMN sha256 BLOB"},
    {Tables.RUN_FACT, Tables.SAMPLE, "ALTER TABLE file ADD COLUMN object_key TEXT"},
    {
      "ALTER TABLE study ADD COLUMN rejected INTEGER NOT NULL DEFAULT 0",
      "ALTER TABLE study ADD COLUMN unreadable INTEGER NOT NULL DEFAULT 0",
      "ALTER TABLE study ADD COLUMN first_seen INTEGER",
      "ALTER TABLE dir ADD COLUMN study INTEGER",
      "DROP INDEX study_unfinished",
      """
      UPDATE study SET rejected = c.files FROM (
        SELECT s.study, count(*) AS files FROM file f JOIN series s ON s.id = f.series
        WHERE f.state = 8 AND s.study IS NOT NULL GROUP BY 1) c
      WHERE c.study = study.id\
      """,
      Tables.STUDY_UNFINISHED,
      Tables.FILE_NOT_SENDABLE,
      Tables.DIR_BY_STUDY,
      Tables.SOURCE,
      "ALTER TABLE file ADD COLUMN sent_run INTEGER",
      "ALTER TABLE file ADD COLUMN arrived INTEGER",
      "ALTER TABLE study ADD COLUMN stored_at INTEGER",
      "ALTER TABLE study ADD COLUMN clock_ahead INTEGER",
      "ALTER TABLE study ADD COLUMN hold_until INTEGER",
      "ALTER TABLE study ADD COLUMN hold_file INTEGER",
      "ALTER TABLE study ADD COLUMN place INTEGER",
      "ALTER TABLE series ADD COLUMN accession INTEGER",
      "ALTER TABLE series ADD COLUMN patient INTEGER",
      "ALTER TABLE series ADD COLUMN date TEXT",
      Tables.SETTING,
      Tables.WAIVER,
    },
  };

  private SchemaUpgrade() {}

  /**
   * Upgrades the tables to the current version in one transaction. No row is rewritten.
   *
   * @throws SQLException a step failed; nothing was changed
   */
  static void run(Connection connection) throws SQLException {
    int version = (int) Sql.number(connection, "PRAGMA user_version");
    if (version >= Schema.VERSION) {
      return;
    }
    Sql.inTransaction(connection, () -> upgrade(connection, version));
  }

  private static void upgrade(Connection connection, int version) throws SQLException {
    for (int from = version; from < Schema.VERSION; from++) {
      for (String step : UPGRADES[from - 1]) {
        Sql.execute(connection, step);
      }
    }
    Sql.execute(connection, "PRAGMA user_version = " + Schema.VERSION);
    Schema.addDigestKey(connection);
  }
}
