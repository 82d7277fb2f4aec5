package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.journal.store.RestartedServer;
import io.github.dcmbulk.journal.store.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run whose journal's database is damaged in the middle of it says so, and loses nothing. */
@Timeout(900)
class HostsDamageIT {
  private static final int INSTANCES = 120;

  @TempDir private Path directory;

  private Checkout checkout;

  @BeforeEach
  void prepare() throws Exception {
    checkout = Checkout.underTest(directory);
    checkout.dcmbulk("sample", "--studies", "6", "--instances", "20", "--size", "1KiB", "load");
  }

  private static String[] upload(String journal, String... more) {
    List<String> words =
        new ArrayList<>(List.of("upload", "--output", "json", "--journal", journal));
    words.addAll(List.of("--concurrency", "2", "--overwrite-window", "0"));
    words.addAll(List.of(more));
    words.add("load");
    return words.toArray(new String[0]);
  }

  private SandboxProcess sandbox(String... more) throws Exception {
    return SandboxProcess.start(checkout, directory.resolve("lake"), more);
  }

  private static void execute(TestDatabase database, String... statements) throws SQLException {
    try (Connection c = database.connect();
        Statement statement = c.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private void assertDelivered(SandboxProcess sandbox, String journal) throws Exception {
    Ended again = checkout.with(sandbox.variables()).dcmbulk(upload(journal));
    RunJson result = RunJson.of(again, 0);
    assertThat(result.instances("uploaded") + result.instances("alreadyUploaded"))
        .isEqualTo(INSTANCES);
    assertThat(sandbox.instances()).hasSize(INSTANCES);
    Ended verify = checkout.dcmbulk("journal", "verify", "--journal", journal);
    assertThat(verify.exit()).as(verify.out() + verify.err()).isZero();
  }

  @Test
  void aFullDiskEndsTheRunAndTheNextOneContinues() throws Exception {
    TestDatabase database = TestDatabase.create();
    assertThat(checkout.dcmbulk("journal", "init", "--journal", database.uri()).exit()).isZero();
    // As a server answers whose disk is full, from the first delivered instance on.
    execute(
        database,
        """
        CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$\
        """,
        """
        CREATE TRIGGER full_disk BEFORE UPDATE ON file FOR EACH ROW WHEN (new.uploaded_at IS NOT NULL)
        EXECUTE FUNCTION full_disk()\
        """);
    try (SandboxProcess sandbox = sandbox()) {
      Ended ended = checkout.with(sandbox.variables()).dcmbulk(upload(database.uri()));
      assertThat(ended.exit()).as(ended.err()).isEqualTo(1);
      assertThat(ended.err()).contains("the database's disk is full", "free some space there");
      execute(database, "DROP TRIGGER full_disk ON file");
      assertDelivered(sandbox, database.uri());
    }
  }

  @Test
  void aServerThatComesBackWithYesterdaysBackupEndsTheRun() throws Exception {
    try (RestartedServer server = new RestartedServer(directory.resolve("server"))) {
      String journal = server.uri();
      try (SandboxProcess sandbox = sandbox()) {
        Checkout configured = checkout.with(sandbox.variables());
        Ended first = configured.dcmbulk("upload", "--dry-run", "--journal", journal, "load");
        assertThat(first.exit()).as(first.err()).isZero();
        server.backUp(directory.resolve("yesterday"));
      }
      try (SandboxProcess sandbox = sandbox("--fault", "latency=200ms:100%")) {
        Checkout configured = checkout.with(sandbox.variables());
        Checkout.Running run = configured.start("dcmbulk", upload(journal));
        sandbox.awaitFirstUpload();
        server.restore(directory.resolve("yesterday"));
        Ended ended = Checkout.finish(run);
        assertThat(ended.exit()).as(ended.err()).isEqualTo(4);
        assertThat(ended.err())
            .contains("came back without what was committed last", "wait for the overwrite window");
        assertDelivered(sandbox, journal);
      }
    }
  }

  @Test
  void aRoleThatMayNoLongerWriteEndsTheRun() throws Exception {
    TestDatabase database = TestDatabase.create();
    String role = "reader_" + database.name();
    assertThat(checkout.dcmbulk("journal", "init", "--journal", database.uri()).exit()).isZero();
    execute(
        database,
        "CREATE ROLE " + role + " LOGIN",
        "GRANT USAGE ON SCHEMA public TO " + role,
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + role);
    try (SandboxProcess sandbox = sandbox()) {
      String reader = database.uri().replace("postgres@", role + "@");
      Ended ended = checkout.with(sandbox.variables()).dcmbulk(upload(reader));
      assertThat(ended.exit()).as(ended.err()).isEqualTo(2);
      assertThat(ended.err()).contains("the role may not", "give the role its schema");
      assertThat(sandbox.instances()).isEmpty();
      Ended status = checkout.dcmbulk("status", "--journal", reader);
      assertThat(status.exit()).as("it may read: " + status.err()).isZero();
      assertDelivered(sandbox, database.uri());
    }
  }

  @Test
  void aNewerSchemaIsLeftAlone() throws Exception {
    TestDatabase database = TestDatabase.create();
    assertThat(checkout.dcmbulk("journal", "init", "--journal", database.uri()).exit()).isZero();
    execute(database, "UPDATE dcmbulk_version SET version = 99");
    try (SandboxProcess sandbox = sandbox()) {
      Ended ended = checkout.with(sandbox.variables()).dcmbulk(upload(database.uri()));
      assertThat(ended.exit()).as(ended.err()).isEqualTo(1);
      assertThat(ended.err())
          .contains("was written by a newer dcmbulk (schema 99)", "use that version");
      assertThat(sandbox.instances()).isEmpty();
      execute(database, "UPDATE dcmbulk_version SET version = 4");
      assertDelivered(sandbox, database.uri());
    }
  }
}
