package io.github.dcmbulk.journal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.journal.write.JournalTest;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.JournalException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no journal, or not a whole one: refused, and left as they are. */
@Timeout(300)
class JournalDamageTest {
  private static final Instant NOW = Instant.parse("2026-11-23T20:00:00Z");

  @TempDir Path dir;
  private int runs;

  private Path file() {
    return dir.resolve("journal.db");
  }

  private Journal open() throws Exception {
    return open(file());
  }

  private Journal open(Path journal) throws Exception {
    return Journal.open(journal, "run-" + ++runs, NOW, "p", new ResumePolicy(false, false, false));
  }

  private void record(int files) throws Exception {
    Journal journal = open();
    recordFiles(journal, files);
    journal.close();
  }

  private static void recordFiles(Journal journal, int files) throws Exception {
    journal
        .files()
        .checked(
            JournalTest.DIRECTORY,
            IntStream.range(0, files).mapToObj(JournalTest::instance).toList(),
            1);
  }

  @Test
  void aFileThatIsNoJournalIsRefusedAndLeftAlone() throws Exception {
    Files.writeString(file(), "my notes, ".repeat(50));
    assertThatThrownBy(this::open)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("does not begin like a journal");
    assertThat(Files.readString(file())).startsWith("my notes");
  }

  @Test
  void anEmptyFileIsDamagedAndNotANewJournal() throws Exception {
    Files.createFile(file());
    assertThatThrownBy(this::open)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("it is empty");
    assertThat(Files.size(file())).isZero();
  }

  @Test
  void aJournalThatLostItsEndIsRefused() throws Exception {
    record(500);
    long size = Files.size(file());
    try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      channel.truncate(size - 1000);
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("cut off");
    assertThat(Files.size(file())).isEqualTo(size - 1000);
  }

  @Test
  void aJournalThatLostItsEndIsRefusedBesideItsLogToo() throws Exception {
    record(500);
    Journal journal = open();
    Path copy = copyAsKilled();
    journal.close();
    Files.write(copy, Arrays.copyOf(Files.readAllBytes(copy), (int) Files.size(copy) - 1000));
    byte[] before = Files.readAllBytes(copy);

    assertThatThrownBy(() -> open(copy))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("cut off");
    assertThat(Files.readAllBytes(copy)).isEqualTo(before);
  }

  @Test
  void aJournalWhoseEndIsInItsLogOpens() throws Exception {
    Path copy = copyWithRowsInItsLog();
    assertThat(Files.size(copy)).isLessThan(Files.size(file()));

    open(copy).close();

    try (JournalReader reader = JournalReader.open(copy)) {
      assertThat(reader.summary().files()).containsEntry(FileState.PENDING, 500L);
    }
  }

  /** SQLite believes a log up to the first frame that is not as it was written. */
  @Test
  void aLogThatWasDamagedHoldsNothingFromThereOn() throws Exception {
    Path copy = copyWithRowsInItsLog();
    assertThat(WalFile.of(copy).length()).isPositive();

    try (RandomAccessFile log = new RandomAccessFile(copy + "-wal", "rw")) {
      log.seek(32 + 24 + 100);
      log.write(log.read() ^ 1);
    }
    assertThat(WalFile.of(copy).length()).isZero();
    Files.writeString(Path.of(copy + "-wal"), "no log at all, but more than its header".repeat(9));
    assertThat(WalFile.of(copy).length()).isZero();
  }

  private Path copyWithRowsInItsLog() throws Exception {
    Journal journal = open();
    recordFiles(journal, 500);
    journal.flush();
    Path copy = copyAsKilled();
    journal.close();
    return copy;
  }

  /** The journal and its log as a kill would leave them. */
  private Path copyAsKilled() throws Exception {
    Path copy = Files.createDirectory(dir.resolve("copy")).resolve("journal.db");
    Files.copy(file(), copy);
    Files.copy(dir.resolve("journal.db-wal"), dir.resolve("copy/journal.db-wal"));
    return copy;
  }

  @Test
  void aNewerJournalIsRefusedPolitely() throws Exception {
    record(1);
    try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(4).putInt(0, 99), 60);
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("newer dcmbulk");
  }

  @Test
  void anotherProgramsDatabaseIsNotOurs() throws Exception {
    record(1);
    try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(4), 68);
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("not a journal of dcmbulk");
  }

  @Test
  void aLogWithoutItsJournalIsRefused() throws Exception {
    Path log = dir.resolve("journal.db-wal");
    Files.writeString(log, "what the journal does not hold yet");
    assertThatThrownBy(this::open)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("is missing, but its log journal.db-wal exists");
    assertThat(file()).doesNotExist();
    assertThat(Files.readString(log)).startsWith("what the journal");
  }
}
