package io.github.dcmbulk.journal.maintain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.StudyTimes;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.journal.store.TestDatabase;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.Row;
import io.github.dcmbulk.model.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The backup of a journal in a database is a journal in a file. */
@Timeout(300)
class DatabaseBackupTest {
  private static final Instant NOW = Instant.parse("2026-11-23T20:00:00Z");
  private static final JournalAudit.Listener SILENT =
      new JournalAudit.Listener() {
        @Override
        public void begins(String step, long parts) {}

        @Override
        public void one() {}
      };

  @TempDir Path dir;
  private TestDatabase database;
  private Path backup;
  private int runs;

  @BeforeEach
  void name() throws Exception {
    database = TestDatabase.create();
    backup = dir.resolve("backup.db");
  }

  private Journal open(JournalStore store) throws Exception {
    return Journal.open(store, "run-" + ++runs, NOW, "p", new ResumePolicy(false, false, false));
  }

  private JournalBackup.Copied backUp() throws Exception {
    return JournalBackup.run(database.store(), backup, false, SILENT);
  }

  /** Forty instances of one study, thirty of them delivered. */
  private void deliver() throws Exception {
    Journal journal = open(database.store());
    JournalGrowth.recordFiles(journal, 0, 40);
    journal.flush();
    journal.studies().open(1, 1, NOW);
    for (int file = 1; file <= 30; file++) {
      DeliveryRecord sent = DeliveryRecord.uploaded("0f".repeat(16), null, "tag-" + file, 1, file);
      journal.outcomes().settleUnsent(file, 1, sent);
    }
    journal.studies().close(1, 1, new StudyTimes(NOW, null), StudyState.Outcome.PAUSED);
    journal.close();
  }

  private static List<Row> rows(JournalReader reader) throws Exception {
    List<Row> rows = new ArrayList<>();
    reader.rows(null, rows::add);
    return rows;
  }

  @Test
  void holdsEverythingThatEveryCommandReads() throws Exception {
    deliver();
    JournalWaivers.Subject subject = new JournalWaivers.Subject(null, null, "truncated");
    JournalWaivers.add(database.store(), subject, "known", "me", NOW);

    JournalBackup.Copied copied = backUp();

    assertThat(copied.files()).isEqualTo(40);
    assertThat(copied.delivered()).isEqualTo(30);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
        .isEqualTo("rw-------");
    try (JournalReader there = JournalReader.open(database.store());
        JournalReader here = JournalReader.open(backup)) {
      assertThat(rows(here)).isEqualTo(rows(there)).hasSize(40);
      assertThat(here.summary()).isEqualTo(there.summary());
      assertThat(here.digestKey()).isEqualTo(there.digestKey());
      assertThat(here.waivers()).isEqualTo(there.waivers()).hasSize(1);
    }
    assertThat(names()).containsExactly("backup.db");
  }

  @Test
  void isAJournalThatARunContinues() throws Exception {
    deliver();
    backUp();

    Journal restored = open(new SqliteStore(backup));
    JournalGrowth.recordFiles(restored, 40, 5);
    restored.close();

    assertThat(JournalAudit.run(backup, false).problems()).isEmpty();
    try (JournalReader reader = JournalReader.open(backup)) {
      assertThat(reader.summary().files().get(FileState.UPLOADED)).isEqualTo(30);
      assertThat(reader.summary().files().get(FileState.PENDING)).isEqualTo(15);
      assertThat(reader.summary().studies().incomplete()).isEqualTo(1);
    }
  }

  /** The backup is verified: its totals are those of its rows. */
  @Test
  void isOneMomentOfAJournalThatIsWritten() throws Exception {
    Journal journal = open(database.store());
    JournalGrowth.recordFiles(journal, 0, 2000);
    journal.flush();
    JournalGrowth growth = JournalGrowth.from(journal, 2000);

    JournalBackup.Copied copied = backUp();
    long written = growth.stop();

    assertThat(copied.files()).isGreaterThan(2000).isLessThanOrEqualTo(written);
    journal.close();
  }

  @Test
  void aDatabaseWithoutAJournalLeavesNothingBehind() throws Exception {
    assertThatThrownBy(this::backUp)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("there is no journal in postgresql://localhost");
    assertThat(names()).isEmpty();
  }

  @Test
  void whereNothingCanBeWrittenSaysSo() throws Exception {
    deliver();
    Path nowhere = dir.resolve("none/b.db");
    assertThatThrownBy(() -> JournalBackup.run(database.store(), nowhere, false, SILENT))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("none/b.db cannot be written");
  }

  private List<String> names() throws Exception {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }
}
