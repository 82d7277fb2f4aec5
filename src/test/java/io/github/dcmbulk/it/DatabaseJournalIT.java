package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.journal.store.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands with a journal in a real PostgreSQL database. */
@Timeout(900)
class DatabaseJournalIT {
  @TempDir private Path directory;

  @Test
  void everyCommandWorksOnADatabase() throws Exception {
    String journal = TestDatabase.create().uri();
    Checkout checkout = Checkout.underTest(directory);
    checkout.sample("archive");
    assertThat(checkout.dcmbulk("status", "--journal", journal).exit()).isEqualTo(2);
    Ended init = checkout.dcmbulk("journal", "init", "--journal", journal);
    assertThat(init.exit()).as(init.err()).isZero();
    try (Sandbox sandbox = Sandbox.start(directory.resolve("lake"))) {
      Checkout configured = checkout.with(sandbox.variables());
      Ended upload = configured.dcmbulk("upload", "--journal", journal, "archive");
      assertThat(upload.exit()).as(upload.out() + upload.err()).isEqualTo(6);
      int stored = sandbox.instances().size();
      Ended again =
          configured.dcmbulk("upload", "--output", "json", "--journal", journal, "archive");
      assertThat(RunJson.of(again, 6).requests("put")).isZero();
      assertThat(sandbox.instances()).hasSize(stored);
    }
    assertThat(checkout.dcmbulk("status", "--journal", journal).out())
        .contains("Journal postgresql://localhost");
    assertThat(checkout.dcmbulk("report", "--all", "--journal", journal).out())
        .contains("uploaded")
        .hasLineCount(17);
    assertThat(
            checkout
                .dcmbulk("report", "--all", "--report", "all.html", "--journal", journal)
                .exit())
        .isZero();
    Ended studies = checkout.dcmbulk("report", "--all", "--level", "study", "--journal", journal);
    assertThat(studies.exit()).as(studies.err()).isZero();
    Ended waivers = checkout.dcmbulk("waive", "--list", "--journal", journal);
    assertThat(waivers.exit()).as(waivers.err()).isZero();
    Ended receipt = checkout.dcmbulk("report", "--receipt", "receipts", "--journal", journal);
    assertThat(receipt.exit()).as(receipt.err()).isZero();
    assertThat(checkout.dcmbulk("journal", "verify", "--journal", journal).out())
        .contains("file and sums are correct", " unchanged, 0 changed");
    Ended prune = checkout.dcmbulk("journal", "prune", "--older-than", "1d", "--journal", journal);
    assertThat(prune.exit()).as(prune.err()).isZero();
    Ended salvaged = checkout.dcmbulk("journal", "export", "--salvage", "--journal", journal);
    assertThat(salvaged.exit()).as(salvaged.err()).isZero();
    assertThat(salvaged.out()).hasLineCount(16);
    assertThat(salvaged.err()).contains("16 rows read; everything was readable");
  }

  @Test
  void aJournalMovesBetweenFileAndDatabase() throws Exception {
    Checkout checkout = Checkout.underTest(directory);
    checkout.sample("archive");
    try (Sandbox sandbox = Sandbox.start(directory.resolve("lake"))) {
      Checkout configured = checkout.with(sandbox.variables());
      configured.dcmbulk("upload", "--journal", "first.db", "archive");
      int stored = sandbox.instances().size();
      String database = TestDatabase.create().uri();
      move(checkout, "first.db", database);
      Ended there =
          configured.dcmbulk("upload", "--output", "json", "--journal", database, "archive");
      assertThat(RunJson.of(there, 6).requests("put")).isZero();
      move(checkout, database, "second.db");
      Ended back =
          configured.dcmbulk("upload", "--output", "json", "--journal", "second.db", "archive");
      assertThat(RunJson.of(back, 6).requests("put")).isZero();
      assertThat(sandbox.instances()).hasSize(stored);
      assertThat(checkout.dcmbulk("journal", "import", "--journal", database, "rows").exit())
          .as("a journal that holds something is not overwritten")
          .isEqualTo(2);
    }
  }

  /** One host continues without the database; the backup is made beside a run. */
  @Test
  void aBackupDuringARunIsAJournalInAFile() throws Exception {
    String journal = TestDatabase.create().uri();
    Checkout checkout = Checkout.underTest(directory);
    checkout.sample("--studies", "4", "--instances", "20", "--size", "1KiB", "load");
    Path lake = directory.resolve("lake");
    try (Sandbox sandbox = Sandbox.start(lake, "--fault", "latency=3600s:100%:+30")) {
      Checkout.Running run =
          checkout
              .with(sandbox.variables())
              .start("dcmbulk", "upload", "--grace", "1s", "--journal", journal, "load");
      try {
        sandbox.awaitFirstUpload();
        Ended backup = checkout.dcmbulk("journal", "backup", "--journal", journal, "b.db");
        assertThat(backup.exit()).as(backup.err()).isZero();
        assertThat(backup.out())
            .matches("Backup b\\.db: \\d+ files?, \\d+ delivered; .*verified\n");
        assertThat(run.process().isAlive()).isTrue();
      } finally {
        run.process().destroy();
      }
      assertThat(Checkout.finish(run).exit()).isEqualTo(143);
    }
    try (Sandbox sandbox = Sandbox.start(lake)) {
      Ended again =
          checkout
              .with(sandbox.variables())
              .dcmbulk("upload", "--overwrite-window", "0", "--journal", "b.db", "load");
      assertThat(again.exit()).as(again.out() + again.err()).isZero();
      assertThat(sandbox.instances()).hasSize(80);
    }
    assertThat(checkout.dcmbulk("journal", "verify", "--journal", "b.db").exit()).isZero();
  }

  private void move(Checkout checkout, String from, String to) throws Exception {
    Ended export = checkout.dcmbulk("journal", "export", "--journal", from);
    Files.writeString(directory.resolve("rows"), export.out());
    Ended imported = checkout.dcmbulk("journal", "import", "--journal", to, "rows");
    assertThat(imported.exit()).as(imported.err()).isZero();
    assertThat(imported.out()).startsWith("Imported ");
  }

  @Test
  void aKilledRunIsContinuedAndNothingPrunesMeanwhile() throws Exception {
    String journal = TestDatabase.create().uri();
    Checkout checkout = Checkout.underTest(directory);
    checkout.sample("--studies", "4", "--instances", "20", "--size", "1KiB", "load");
    Path lake = directory.resolve("lake");
    try (Sandbox sandbox = Sandbox.start(lake, "--fault", "latency=3600s:100%:+30")) {
      Checkout configured = checkout.with(sandbox.variables());
      Checkout.Running run = configured.start("dcmbulk", "upload", "--journal", journal, "load");
      try {
        sandbox.awaitFirstUpload();
        Ended prune =
            checkout.dcmbulk("journal", "prune", "--older-than", "1d", "--journal", journal);
        assertThat(prune.exit()).isEqualTo(5);
        assertThat(prune.err()).contains("process " + run.process().pid());
        assertThat(checkout.dcmbulk("status", "--journal", journal).out())
            .contains("process " + run.process().pid());
      } finally {
        run.process().destroyForcibly();
      }
      Checkout.finish(run);
    }
    try (Sandbox sandbox = Sandbox.start(lake)) {
      Ended again =
          checkout
              .with(sandbox.variables())
              .dcmbulk(
                  "upload",
                  "--overwrite-window",
                  "0",
                  "--wait-lock",
                  "1m",
                  "--journal",
                  journal,
                  "load");
      assertThat(again.exit()).as(again.out() + again.err()).isZero();
      assertThat(sandbox.instances()).hasSize(80);
    }
    assertThat(checkout.dcmbulk("journal", "verify", "--journal", journal).exit()).isZero();
  }

  @Test
  void passwordsComeFromAnywhereButTheUri() throws Exception {
    TestDatabase database = TestDatabase.create();
    String uri = database.uri();
    Checkout checkout = Checkout.underTest(directory);
    String withPassword = uri.replace("postgres@", "postgres:s3cret@");
    Ended refused =
        checkout.dcmbulk("upload", "--log-file", "log", "--journal", withPassword, "archive");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.out() + refused.err())
        .contains("DCMBULK_JOURNAL_PASSWORD", "--journal-password-file", "PGPASSWORD", "~/.pgpass")
        .doesNotContain("s3cret");
    Path log = directory.resolve("log");
    assertThat(Files.exists(log) ? Files.readString(log) : "").doesNotContain("s3cret");
    Ended configured = checkout.with(Map.of("DCMBULK_JOURNAL", withPassword)).dcmbulk("status");
    assertThat(configured.exit()).isEqualTo(2);
    assertThat(configured.err()).doesNotContain("s3cret");
  }

  @Test
  void whatIsWrongWithADatabaseIsSaid() throws Exception {
    TestDatabase database = TestDatabase.create();
    Checkout checkout = Checkout.underTest(directory);
    Ended away =
        checkout.dcmbulk("journal", "init", "--journal", "postgresql://me@localhost:1/journal");
    assertThat(away.exit()).isEqualTo(4);
    assertThat(away.err()).contains("cannot be reached");
    Ended none = checkout.dcmbulk("journal", "init", "--journal", database.uri() + "x");
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).contains("there is no such database");
    try (Connection c = database.connect();
        Statement statement = c.createStatement()) {
      statement.execute("CREATE ROLE reader_" + database.name() + " LOGIN");
      statement.execute("GRANT USAGE ON SCHEMA public TO reader_" + database.name());
    }
    String reader = database.uri().replace("postgres@", "reader_" + database.name() + "@");
    Ended readOnly = checkout.dcmbulk("journal", "init", "--journal", reader);
    assertThat(readOnly.exit()).isEqualTo(2);
    assertThat(readOnly.err()).contains("the role may not");
    assertThat(checkout.dcmbulk("journal", "init", "--journal", database.uri()).exit()).isZero();
    try (Connection c = database.connect();
        Statement statement = c.createStatement()) {
      statement.execute("UPDATE dcmbulk_version SET version = 99");
    }
    Ended newer = checkout.dcmbulk("status", "--journal", database.uri());
    assertThat(newer.exit()).isEqualTo(1);
    assertThat(newer.err()).contains("was written by a newer dcmbulk (schema 99)");
  }
}
