package io.github.dcmbulk.journal.maintain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.journal.CheckedFile;
import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.store.PostgresStore;
import io.github.dcmbulk.journal.store.RestartedServer;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.TestDatabase;
import io.github.dcmbulk.journal.store.address.PostgresAddress;
import io.github.dcmbulk.journal.store.address.PostgresLogin;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.journal.write.JournalTest;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.Row;
import io.github.dcmbulk.model.UsageException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a journal in a damaged database. */
@Timeout(300)
class DatabaseSalvageTest {
  private static final Instant NOW = Instant.parse("2026-11-23T20:00:00Z");
  private static final int FILES = 1000;
  private static final int PAGE = 8192;

  @TempDir Path dir;

  private static void fill(PostgresStore store) throws Exception {
    Journal journal = Journal.open(store, "run-1", NOW, "p", new ResumePolicy(false, false, false));
    List<CheckedFile> files = IntStream.range(0, FILES).mapToObj(JournalTest::instance).toList();
    journal.files().checked(JournalTest.DIRECTORY, files, 1);
    journal.close();
  }

  @Test
  void rowsOnEitherSideOfADamagedPageComeOut() throws Exception {
    Path data = dir.resolve("data");
    try (RestartedServer server = new RestartedServer(data)) {
      PostgresStore store =
          new PostgresStore(
              server.uri(),
              PostgresAddress.parse(server.uri()),
              new PostgresLogin("postgres", null));
      fill(store);
      Path table;
      try (Connection c = store.editor();
          Statement statement = c.createStatement();
          ResultSet row = statement.executeQuery("SELECT pg_relation_filepath('file')")) {
        row.next();
        table = data.resolve(row.getString(1));
      }
      server.whileStopped(() -> overwrite(table, 5L * PAGE));

      List<Row> rows = new ArrayList<>();
      JournalSalvage.Salvaged salvaged = JournalSalvage.run(store, rows::add);

      assertThat(salvaged.gaps()).isEqualTo(1);
      assertThat(salvaged.rows()).isEqualTo(rows.size()).isBetween(FILES - 100L, FILES - 1L);
      assertThat(rows).extracting(Row::path).doesNotHaveDuplicates();
      assertThat(rows).extracting(Row::size).contains(100L, 99L + FILES);
    }
  }

  private static void overwrite(Path table, long from) throws Exception {
    try (FileChannel channel = FileChannel.open(table, StandardOpenOption.WRITE)) {
      ByteBuffer garbage = ByteBuffer.allocate(PAGE);
      while (garbage.hasRemaining()) {
        garbage.put((byte) 0xA5);
      }
      channel.write(garbage.flip(), from);
    }
  }

  @Test
  void aRowThatCannotBeUnderstoodIsLeftOut() throws Exception {
    TestDatabase database = TestDatabase.create();
    fill(database.store());
    try (Connection c = database.connect()) {
      Sql.execute(c, "UPDATE file SET state = 99 WHERE id = 500");
    }
    List<Row> rows = new ArrayList<>();

    JournalSalvage.Salvaged salvaged = JournalSalvage.run(database.store(), rows::add);

    assertThat(salvaged).isEqualTo(new JournalSalvage.Salvaged(FILES - 1, 1));
    assertThat(rows).extracting(Row::size).doesNotContain(599L).hasSize(FILES - 1);
  }

  /** Otherwise all rows after it would be missing, as if they were damaged. */
  @Test
  void aConnectionThatBreaksIsNoDamage() throws Exception {
    TestDatabase database = TestDatabase.create();
    fill(database.store());
    assertThatThrownBy(() -> JournalSalvage.run(database.store(), row -> cut(database)))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("cannot be reached");
  }

  private static void cut(TestDatabase database) {
    try (Connection c = database.connect()) {
      Sql.number(
          c,
          "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
              + " WHERE application_name LIKE 'dcmbulk%' AND datname = current_database()");
    } catch (java.sql.SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aDatabaseWithoutAJournalIsNamed() throws Exception {
    PostgresStore empty = TestDatabase.create().store();
    assertThatThrownBy(() -> JournalSalvage.run(empty, row -> {}))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("there is no journal");
  }
}
