package io.github.dcmbulk.journal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.journal.CheckedFile;
import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.maintain.JournalAudit;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.InstanceHeader;
import io.github.dcmbulk.model.Row;
import io.github.dcmbulk.model.SourceFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class SchemaUpgradeTest {
  private static final Instant NOW = Instant.parse("2026-11-23T20:00:00Z");
  private static final Path DIRECTORY = Path.of("/archive/p");
  private static final String MD5 = "0f".repeat(16);
  private static final String SHA256 = "a5".repeat(32);

  @TempDir Path dir;
  private int runs;

  private Journal open() throws Exception {
    return Journal.open(
        dir.resolve("journal.db"),
        "run-" + ++runs,
        NOW.plusSeconds(runs),
        "p",
        new ResumePolicy(false, false, false));
  }

  private List<Row> rows() throws Exception {
    List<Row> rows = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(dir.resolve("journal.db"))) {
      reader.rows(null, rows::add);
    }
    return rows;
  }

  /** One delivered instance. */
  private void deliver(@Nullable String md5, @Nullable String sha256) throws Exception {
    Journal journal = open();
    InstanceHeader header =
        new InstanceHeader("1.2", "9.1", "1.1", "1.1.1", "CT", "1.2.1", "20260101", null);
    SourceFile file = new SourceFile(DIRECTORY.resolve("f"), 100, 1_000_000L);
    journal
        .files()
        .checked(
            DIRECTORY,
            List.of(new CheckedFile(file, 0, FileState.PENDING, null, Set.of(), header)),
            1);
    journal.studies().open(1, 1, NOW);
    journal.outcomes().settle(1, 1, DeliveryRecord.uploaded(md5, sha256, "x", 1, 5));
    journal.close();
  }

  /** Takes from the journal what its first version did not have. */
  private void makeOld() throws Exception {
    try (Connection c = Sqlite.writer(dir.resolve("journal.db"))) {
      Sql.execute(c, "ALTER TABLE file DROP COLUMN sha256");
      Sql.execute(c, "ALTER TABLE file DROP COLUMN object_key");
      Sql.execute(c, "ALTER TABLE file DROP COLUMN sent_run");
      Sql.execute(c, "ALTER TABLE file DROP COLUMN arrived");
      Sql.execute(c, "ALTER TABLE study DROP COLUMN stored_at");
      Sql.execute(c, "ALTER TABLE study DROP COLUMN clock_ahead");
      Sql.execute(c, "ALTER TABLE study DROP COLUMN hold_until");
      Sql.execute(c, "ALTER TABLE study DROP COLUMN hold_file");
      Sql.execute(c, "ALTER TABLE study DROP COLUMN place");
      Sql.execute(c, "DROP TABLE run_fact");
      Sql.execute(c, "DROP TABLE sample");
      Sql.execute(c, "DROP INDEX study_unfinished");
      Sql.execute(c, "DROP INDEX file_not_sendable");
      Sql.execute(c, "DROP INDEX dir_by_study");
      Sql.execute(c, "DROP TABLE source");
      Sql.execute(c, "DROP TABLE setting");
      Sql.execute(c, "DROP TABLE waiver");
      for (String column : List.of("accession", "patient", "date")) {
        Sql.execute(c, "ALTER TABLE series DROP COLUMN " + column);
      }
      Sql.execute(c, "ALTER TABLE dir DROP COLUMN study");
      for (String column : List.of("rejected", "unreadable", "first_seen")) {
        Sql.execute(c, "ALTER TABLE study DROP COLUMN " + column);
      }
      Sql.execute(
          c,
          "CREATE INDEX study_unfinished ON study(id) WHERE pending + conflict + held + failed > 0"
              + " OR (delivery > 0 AND complete <> 1)");
      Sql.execute(c, "PRAGMA user_version = 1");
    }
  }

  @Test
  void aJournalOfTheFirstVersionIsReadAsItIs() throws Exception {
    deliver(MD5, null);
    List<Row> before = rows();
    makeOld();
    assertThat(rows()).isEqualTo(before);
    assertThat(JournalAudit.run(dir.resolve("journal.db"), false).problems()).isEmpty();
  }

  @Test
  void aRunBringsItUpToDateWithoutLoss() throws Exception {
    deliver(MD5, null);
    List<Row> before = rows();
    makeOld();
    open().close();
    assertThat(rows()).isEqualTo(before);
    try (Connection c = Sqlite.reader(dir.resolve("journal.db"))) {
      assertThat(Sql.number(c, "PRAGMA user_version")).isEqualTo(Schema.VERSION);
      assertThat(Schema.digestKey(c)).hasSize(32);
      assertThat(Sql.number(c, "SELECT count(*) FROM series WHERE patient IS NULL")).isOne();
    }
  }

  @Test
  void aSha256IsKeptAsLongAsTheBytesAreTheSame() throws Exception {
    deliver(MD5, SHA256);
    assertThat(rows().get(0).sha256()).isEqualTo(SHA256);
    Journal journal = open();
    journal.outcomes().settle(1, 1, DeliveryRecord.uploaded(MD5, null, "x", 1, 6));
    journal.flush();
    assertThat(rows().get(0).sha256()).isEqualTo(SHA256);
    journal.outcomes().settle(1, 1, DeliveryRecord.uploaded("00".repeat(16), null, "x", 1, 7));
    journal.close();
    assertThat(rows().get(0).sha256()).isNull();
  }
}
