package io.github.dcmbulk.journal.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.journal.CheckedFile;
import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.JournalSummary;
import io.github.dcmbulk.journal.KnownFile;
import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.Sqlite;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.InstanceHeader;
import io.github.dcmbulk.model.JournalBusyException;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.SourceFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
public class JournalTest {
  public static final Path DIRECTORY = Path.of("/archive/p");
  private static final Instant NOW = Instant.parse("2026-11-23T20:00:00Z");

  @TempDir Path dir;
  private int runs;

  private Path file() {
    return dir.resolve("journal.db");
  }

  private Journal open() throws Exception {
    return Journal.open(
        file(), "run-" + ++runs, NOW.plusSeconds(runs), "p", new ResumePolicy(false, false, false));
  }

  private static SourceFile source(int i) {
    return new SourceFile(DIRECTORY.resolve("f" + i), 100 + i, 1_000_000L + i);
  }

  public static CheckedFile instance(int i) {
    InstanceHeader header =
        new InstanceHeader("1.2", "9." + i, "1.1", "1.1.1", "CT", "1.2.1", "20260101", null);
    return new CheckedFile(source(i), 0, FileState.PENDING, null, Set.of(), header);
  }

  private void record(int files) throws Exception {
    Journal journal = open();
    List<CheckedFile> checkedFiles = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      checkedFiles.add(instance(i));
    }
    journal.files().checked(DIRECTORY, checkedFiles, 1);
    journal.close();
  }

  @Test
  void recognisesUnchangedFilesInDirectoriesOfAnySize() throws Exception {
    record(10);
    Journal journal = open();
    List<SourceFile> files = List.of(source(3), new SourceFile(source(4).path(), 1, 1), source(77));
    for (boolean whole : new boolean[] {true, false}) {
      List<@Nullable KnownFile> known =
          journal.files().lookUp(DIRECTORY, files, p -> true, whole, 0);
      assertThat(known.get(0)).isNotNull();
      assertThat(known.get(0).answer()).isEqualTo(KnownFile.Answer.TAKE_UP);
      assertThat(known.get(1).answer()).isEqualTo(KnownFile.Answer.CHECK);
      assertThat(known.get(2)).isNull();
    }
    journal.close();
  }

  @Test
  void filesThatAreHandedInAgainInOneRunAreCountedOnce() throws Exception {
    Journal journal = open();
    List<CheckedFile> first = new ArrayList<>();
    List<CheckedFile> second = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      first.add(instance(i));
      second.add(instance(i + 30));
    }
    second.set(1, instance(50));
    second.set(2, instance(50));
    journal.files().checked(DIRECTORY, first, 1);
    journal.files().checked(DIRECTORY, second, 1);
    journal.flush();
    assertThat(journal.counts().instances().pending()).isEqualTo(70);
    journal.close();
    try (JournalReader reader = JournalReader.open(file())) {
      assertThat(reader.summary().files()).containsExactly(Map.entry(FileState.PENDING, 70L));
    }
  }

  @Test
  void outcomeIsCommittedWhenSettlingItReturnsHoweverManySettleAtOnce() throws Exception {
    int threads = 8;
    int each = 25;
    Journal journal = open();
    journal
        .files()
        .checked(
            DIRECTORY,
            IntStream.range(0, threads * each).mapToObj(JournalTest::instance).toList(),
            1);
    journal.flush();
    ExecutorService uploaders = Executors.newFixedThreadPool(threads);
    List<Future<Long>> seen = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int first = t * each;
      seen.add(uploaders.submit(() -> settled(journal, first + 1, each)));
    }
    for (Future<Long> some : seen) {
      assertThat(some.get()).isEqualTo(each);
    }
    uploaders.shutdown();
    journal.close();
  }

  /** Settles rows one by one, and says how many were seen as such by another connection at once. */
  private long settled(Journal journal, long first, int count) throws Exception {
    DeliveryRecord uploaded = DeliveryRecord.uploaded("0".repeat(32), null, null, 1, 1);
    long seen = 0;
    try (Connection reader = Sqlite.reader(file())) {
      for (long id = first; id < first + count; id++) {
        journal.outcomes().settle(id, 1, uploaded);
        seen += Sql.number(reader, "SELECT state = 2 FROM file WHERE id = " + id);
      }
    }
    return seen;
  }

  @Test
  void totalsAreThoseOfTheRows() throws Exception {
    record(5);
    Journal journal = open();
    journal.files().takeUp(List.of(1L, 2L, 3L, 4L, 5L), 1);
    journal.studies().open(1, 1, NOW);
    journal.outcomes().settle(1, 1, DeliveryRecord.uploaded("00".repeat(16), null, "x", 1, 5));
    journal
        .outcomes()
        .settle(
            2, 1, DeliveryRecord.unsent(DeliveryRecord.InstanceOutcome.REFUSED, "http-400", 1, 6));
    journal.studies().hold(1, "min-age", NOW, 1);
    journal.close();
    try (JournalReader reader = JournalReader.open(file())) {
      JournalSummary summary = reader.summary();
      assertThat(summary.files())
          .containsEntry(FileState.UPLOADED, 1L)
          .containsEntry(FileState.FAILED, 1L)
          .containsEntry(FileState.HELD, 3L);
      assertThat(summary.uploadedBytes()).isEqualTo(100);
      assertThat(summary.incomplete()).hasSize(1);
      assertThat(summary.incomplete().get(0).missing()).isEqualTo(4);
    }
  }

  @Test
  void aSecondRunIsRefusedWithTheHoldersName() throws Exception {
    Journal journal = open();
    assertThatThrownBy(this::open)
        .isInstanceOf(JournalBusyException.class)
        .hasMessageContaining("process " + ProcessHandle.current().pid());
    journal.close();
    open().close();
  }

  @Test
  void aJournalThatIsRemovedDuringTheRunEndsIt() throws Exception {
    Journal journal = open();
    Files.delete(file());
    assertThatThrownBy(journal::close)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("was removed or replaced");
  }

  @Test
  void lookingAtWhatAKillHasLeftChangesNothing() throws Exception {
    record(10);
    Path killed = dir.resolve("killed.db");
    Journal journal = open();
    journal.files().checked(DIRECTORY, List.of(instance(77)), 1);
    journal.flush();
    Files.copy(file(), killed);
    Files.copy(dir.resolve("journal.db-wal"), dir.resolve("killed.db-wal"));
    journal.close();
    byte[] before = Files.readAllBytes(killed);
    byte[] log = Files.readAllBytes(dir.resolve("killed.db-wal"));

    try (JournalReader reader = JournalReader.open(killed)) {
      assertThat(reader.summary().files()).containsEntry(FileState.PENDING, 11L);
    }

    assertThat(Files.readAllBytes(killed)).isEqualTo(before);
    assertThat(Files.readAllBytes(dir.resolve("killed.db-wal"))).isEqualTo(log);
  }
}
