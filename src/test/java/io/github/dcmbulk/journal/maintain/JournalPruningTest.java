package io.github.dcmbulk.journal.maintain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.journal.CheckedFile;
import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.InstanceHeader;
import io.github.dcmbulk.model.JournalBusyException;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.model.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What may go: rows of files that were delivered and are gone. */
@Timeout(300)
class JournalPruningTest {
  private static final Instant NOW = Instant.parse("2026-11-23T20:00:00Z");
  private static final int FILES = 4;

  @TempDir Path dir;
  private Path archive;
  private SqliteStore store;

  /** Three of four files are delivered. */
  @BeforeEach
  void deliver() throws Exception {
    archive = Files.createDirectories(dir.resolve("archive/p"));
    store = new SqliteStore(dir.resolve("journal.db"));
    List<CheckedFile> files = new ArrayList<>();
    for (int i = 1; i <= FILES; i++) {
      Path file = Files.write(archive.resolve("f" + i), new byte[10]);
      InstanceHeader header =
          new InstanceHeader("1.2", "9." + i, "1.1", "1.1.1", "CT", "1.2.1", "20260101", null);
      files.add(
          new CheckedFile(SourceFile.read(file), 0, FileState.PENDING, null, Set.of(), header));
    }
    Journal journal = open("run-1");
    journal.files().checked(archive, files, 1);
    for (int i = 1; i < FILES; i++) {
      journal
          .outcomes()
          .settle(i, 1, DeliveryRecord.uploaded("0".repeat(32), null, null, 1, NOW.toEpochMilli()));
    }
    journal.close();
  }

  private Journal open(String run) throws Exception {
    return Journal.open(store, run, NOW, "p", new ResumePolicy(false, false, false));
  }

  private List<String> left() throws Exception {
    List<String> names = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(store)) {
      reader.rows(null, row -> names.add(row.path().getFileName().toString()));
    }
    assertThat(JournalAudit.run(store, false).problems()).isEmpty();
    return names;
  }

  @Test
  void deliveredFilesThatAreGoneAreForgottenAndNoOthers() throws Exception {
    Files.delete(archive.resolve("f1"));
    Files.delete(archive.resolve("f4"));
    assertThat(JournalPruning.run(store, NOW.plusSeconds(1)).files()).isEqualTo(1);
    assertThat(left()).containsExactly("f2", "f3", "f4");
  }

  @Test
  void whatWasDeliveredLaterStays() throws Exception {
    Files.delete(archive.resolve("f1"));
    assertThat(JournalPruning.run(store, NOW).files()).isZero();
    assertThat(left()).hasSize(FILES);
  }

  @Test
  void aShareThatIsNotMountedIsNotADeletedTree() throws Exception {
    Files.move(dir.resolve("archive"), dir.resolve("elsewhere"));
    Files.createDirectory(dir.resolve("archive"));
    assertThat(JournalPruning.run(store, NOW.plusSeconds(1)).files()).isZero();
    assertThat(left()).hasSize(FILES);
  }

  @Test
  void aRunThatHoldsTheJournalIsNotDisturbed() throws Exception {
    Journal journal = open("run-2");
    assertThatThrownBy(() -> JournalPruning.run(store, NOW))
        .isInstanceOf(JournalBusyException.class);
    journal.close();
  }

  @Test
  void nothingIsMadeOnlyToBePruned() {
    SqliteStore none = new SqliteStore(dir.resolve("none.db"));
    assertThatThrownBy(() -> JournalPruning.run(none, NOW)).isInstanceOf(UsageException.class);
    assertThat(dir.resolve("none.db")).doesNotExist();
  }
}
