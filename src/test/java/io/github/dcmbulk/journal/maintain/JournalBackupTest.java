package io.github.dcmbulk.journal.maintain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.UsageException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class JournalBackupTest {
  private static final Instant NOW = Instant.parse("2026-11-23T20:00:00Z");
  private static final JournalAudit.Listener SILENT =
      new JournalAudit.Listener() {
        @Override
        public void begins(String step, long parts) {}

        @Override
        public void one() {}
      };

  @TempDir Path dir;
  private Path file;
  private Path backup;
  private int runs;

  @BeforeEach
  void name() {
    file = dir.resolve("journal.db");
    backup = dir.resolve("a backup.db");
  }

  private Journal open(Path journal) throws Exception {
    return Journal.open(journal, "run-" + ++runs, NOW, "p", new ResumePolicy(false, false, false));
  }

  private JournalBackup.Copied backUp(boolean overwrite) throws Exception {
    return JournalBackup.run(new SqliteStore(file), backup, overwrite, SILENT);
  }

  @Test
  void holdsWhatIsInTheLogOnly() throws Exception {
    Journal journal = open(file);
    JournalGrowth.recordFiles(journal, 0, 40);
    journal.flush();

    JournalBackup.Copied copied = backUp(false);

    assertThat(copied.files()).isEqualTo(40);
    assertThat(copied.bytes()).isEqualTo(Files.size(backup));
    journal.close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
        .isEqualTo("rw-------");
    assertThat(names()).containsExactlyInAnyOrder("journal.db", "journal.db.lock", "a backup.db");
  }

  @Test
  void isOneMomentOfAJournalThatIsWritten() throws Exception {
    Journal journal = open(file);
    JournalGrowth.recordFiles(journal, 0, 2000);
    journal.flush();
    JournalGrowth growth = JournalGrowth.from(journal, 2000);

    JournalBackup.Copied first = backUp(false);
    JournalBackup.Copied second = backUp(true);
    long written = growth.stop();

    assertThat(first.files()).isGreaterThan(2000).isLessThanOrEqualTo(second.files());
    assertThat(second.files()).isLessThanOrEqualTo(written);
    journal.close();
    assertThat(JournalAudit.run(backup, false).problems()).isEmpty();
  }

  @Test
  void isAJournalThatARunContinues() throws Exception {
    Journal journal = open(file);
    JournalGrowth.recordFiles(journal, 0, 5);
    journal.close();
    backUp(false);

    Journal restored = open(backup);
    JournalGrowth.recordFiles(restored, 5, 5);
    restored.close();

    try (JournalReader reader = JournalReader.open(backup)) {
      assertThat(reader.summary().files().values()).containsExactly(10L);
    }
  }

  @Test
  void replacesAFileOnlyWhereThatIsSaid() throws Exception {
    open(file).close();
    Files.writeString(backup, "somebody's");

    assertThatThrownBy(() -> backUp(false))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is there already");
    assertThat(backup).hasContent("somebody's");

    backUp(true);
    assertThat(JournalAudit.run(backup, false).problems()).isEmpty();
  }

  @Test
  void neverReplacesTheJournalNorOneThatIsInUse() throws Exception {
    Journal journal = open(file);
    JournalGrowth.recordFiles(journal, 0, 5);
    journal.flush();
    Path link = Files.createSymbolicLink(dir.resolve("link"), file);
    Path other = dir.resolve("other.db");
    open(other).close();

    for (Path itself : List.of(file, link)) {
      assertThatThrownBy(() -> JournalBackup.run(new SqliteStore(file), itself, true, SILENT))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("is the journal itself");
    }
    assertThatThrownBy(() -> JournalBackup.run(new SqliteStore(other), file, true, SILENT))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("a journal with a log");
    journal.close();
  }

  @Test
  void ofADamagedJournalLeavesNothingBehind() throws Exception {
    Journal journal = open(file);
    JournalGrowth.recordFiles(journal, 0, 2000);
    journal.close();
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.seek(raw.length() / 2);
      raw.write(new byte[20_000]);
    }

    assertThatThrownBy(() -> backUp(false)).isInstanceOf(JournalException.class);

    assertThat(names()).containsExactlyInAnyOrder("journal.db", "journal.db.lock");
  }

  @Test
  void whereNothingCanBeWrittenSaysSo() throws Exception {
    open(file).close();

    assertThatThrownBy(
            () -> JournalBackup.run(new SqliteStore(file), dir.resolve("none/b.db"), false, SILENT))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("none/b.db cannot be written");
  }

  private List<String> names() throws Exception {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }
}
