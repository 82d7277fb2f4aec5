package io.github.dcmbulk.journal.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.journal.CheckedFile;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.TcpRelay;
import io.github.dcmbulk.journal.store.TestDatabase;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.InstanceHeader;
import io.github.dcmbulk.model.SourceFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How often a run asks its database, each answer of which takes its time. */
@Timeout(300)
class ExchangesTest {
  private static final int DIRECTORIES = 40;
  private static final int FILES = 50;

  @Test
  void filesOfManyDirectoriesAreRecordedWithAFewExchanges() throws Exception {
    TestDatabase database = TestDatabase.create();
    try (TcpRelay relay = new TcpRelay(TestDatabase.port())) {
      // With so long a lease no renewal is among what is counted.
      Journal journal =
          SharedJournals.open(
              database.store(relay.port()), "run", Duration.ofMinutes(10), Duration.ofMinutes(5));
      List<Integer> before = new ArrayList<>();
      SharedJournals.together(
          journal,
          () -> {
            before.addAll(relay.exchanges());
            for (int d = 0; d < DIRECTORIES; d++) {
              Path directory = Path.of("/archive/" + d);
              journal.files().checked(directory, files(directory, d), d + 1);
              journal.files().listed(directory, false);
            }
          });
      List<Integer> after = relay.exchanges();
      // The first two connections: the writer's, and that for rows which others name as well.
      int exchanges = after.get(0) + after.get(1) - before.get(0) - before.get(1);
      assertThat(exchanges).as("exchanges for 40 directories").isBetween(3, 6);
      journal.close();
      try (Connection c = database.connect()) {
        assertThat(Sql.number(c, "SELECT count(*) FROM file f JOIN series s ON s.id = f.series"))
            .isEqualTo((long) DIRECTORIES * FILES);
        assertThat(Sql.number(c, "SELECT count(*) FROM queue q JOIN study t ON t.id = q.study"))
            .isEqualTo(DIRECTORIES);
        assertThat(Sql.number(c, "SELECT sum(pending) FROM study"))
            .isEqualTo((long) DIRECTORIES * FILES);
        assertThat(Sql.number(c, "SELECT count(*) FROM dir WHERE run = 1")).isEqualTo(DIRECTORIES);
      }
    }
  }

  @Test
  void aRunBeginsAndEndsWithFewExchanges() throws Exception {
    TestDatabase database = TestDatabase.create();
    SharedJournals.open(database.store(), "first", Duration.ofMinutes(10), Duration.ofMinutes(5))
        .close();
    try (TcpRelay relay = new TcpRelay(TestDatabase.port())) {
      Journal journal =
          SharedJournals.open(
              database.store(relay.port()), "run", Duration.ofMinutes(10), Duration.ofMinutes(5));
      int begun = relay.exchanges().get(0);
      assertThat(begun).as("exchanges to begin").isBetween(8, 16);
      DirectoryShare directories = Objects.requireNonNull(journal.share()).directories();
      directories.begin(Map.of(Path.of("/archive"), 0L), false);
      int before = relay.exchanges().get(0);
      assertThat(directories.claim(10).await()).hasSize(1);
      assertThat(relay.exchanges().get(0) - before).as("exchanges to take directories").isOne();
      before = relay.exchanges().get(0);
      journal.close();
      assertThat(relay.exchanges().get(0) - before).as("exchanges to end").isBetween(2, 4);
    }
  }

  /** Half of each study is in a series without some of its attributes. */
  private static List<CheckedFile> files(Path directory, int study) {
    List<CheckedFile> files = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      String modality = i < FILES / 2 ? "CT" : null;
      InstanceHeader header =
          new InstanceHeader(
              "1.2",
              "9." + study + "." + i,
              "1." + study,
              "1.1." + study,
              modality,
              "1.2.1",
              "20260101",
              null);
      SourceFile file = new SourceFile(directory.resolve("f" + i), 100, 1_000_000L + i);
      files.add(new CheckedFile(file, 0, FileState.PENDING, null, Set.of(), header));
    }
    return files;
  }
}
