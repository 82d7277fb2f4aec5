package io.github.dcmbulk.journal.maintain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.journal.CheckedFile;
import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.KnownFile;
import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.StudyTimes;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.InstanceHeader;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.Row;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.model.UsageException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class JournalSalvageTest {
  private static final int PAGE = 4096;
  private static final int FILES = 1000;
  private static final Path DIRECTORY = Path.of("/archive/p");
  private static final Instant NOW = Instant.parse("2026-11-23T20:00:00Z");

  @TempDir Path dir;

  private Path journal() {
    return dir.resolve("journal.db");
  }

  /** A study of that many delivered instances; the last one went with an earlier delivery. */
  private void deliver(boolean lastIsOld) throws Exception {
    Journal journal =
        Journal.open(journal(), "run-1", NOW, "p", new ResumePolicy(false, false, false));
    List<CheckedFile> checkedFiles = new ArrayList<>();
    for (int i = 1; i <= FILES; i++) {
      InstanceHeader header =
          new InstanceHeader("1.2", "9." + i, "1.1", "1.1.1", "CT", "1.2.1", "20260101", null);
      SourceFile source = new SourceFile(DIRECTORY.resolve("f" + i), 100 + i, 1_000_000L + i);
      checkedFiles.add(new CheckedFile(source, 0, FileState.PENDING, null, Set.of(), header));
    }
    journal.files().checked(DIRECTORY, checkedFiles, 1);
    journal.studies().open(1, 2, NOW);
    for (int i = 1; i <= FILES; i++) {
      long delivery = lastIsOld && i == FILES ? 1 : 2;
      journal
          .outcomes()
          .settleUnsent(
              i, delivery, DeliveryRecord.uploaded("0f".repeat(16), null, "tag-" + i, 1, 5 + i));
    }
    journal.studies().close(1, 1, new StudyTimes(NOW, null), StudyState.Outcome.COMPLETE);
    journal.close();
  }

  private void overwrite(long from, int bytes) throws Exception {
    try (FileChannel channel = FileChannel.open(journal(), StandardOpenOption.WRITE)) {
      ByteBuffer garbage = ByteBuffer.allocate(bytes);
      while (garbage.hasRemaining()) {
        garbage.put((byte) 0xA5);
      }
      channel.write(garbage.flip(), from);
    }
  }

  private long pageWith(String text) throws Exception {
    String bytes = Files.readString(journal(), StandardCharsets.ISO_8859_1);
    return bytes.lastIndexOf(text) / PAGE * (long) PAGE;
  }

  private List<Row> salvage() throws Exception {
    List<Row> rows = new ArrayList<>();
    JournalSalvage.run(new SqliteStore(journal()), rows::add);
    return rows;
  }

  @Test
  void rowsOnEitherSideOfDamagedPagesComeOutAndNothingIsChanged() throws Exception {
    deliver(false);
    // The ETag stands in the row alone, and in no index.
    overwrite(pageWith("tag-500"), PAGE);
    byte[] before = Files.readAllBytes(journal());

    List<Row> rows = new ArrayList<>();
    JournalSalvage.Salvaged salvaged = JournalSalvage.run(new SqliteStore(journal()), rows::add);

    assertThat(salvaged.rows()).isEqualTo(rows.size()).isBetween(FILES - 100L, FILES - 1L);
    assertThat(salvaged.gaps()).isPositive();
    assertThat(rows).extracting(row -> row.header().sopInstanceUid()).doesNotHaveDuplicates();
    assertThat(rows).extracting(Row::size).contains(101L, 100L + FILES);
    assertThat(Files.readAllBytes(journal())).isEqualTo(before);
  }

  @Test
  void aJournalThatLostItsEndIsReadAsFarAsItGoes() throws Exception {
    deliver(false);
    try (FileChannel channel = FileChannel.open(journal(), StandardOpenOption.WRITE)) {
      channel.truncate(Files.size(journal()) - 3 * PAGE);
    }
    assertThat(salvage()).hasSizeGreaterThan(FILES / 2).hasSizeLessThan(FILES);
  }

  /** SQLite reads what a file lost of its last page as zeros. */
  @Test
  void rowsThatWereCutInTheMiddleAreNotTakenForWholeOnes() throws Exception {
    deliver(false);
    byte[] whole = Files.readAllBytes(journal());
    int page = (int) pageWith("tag-500");
    for (int cut = PAGE - 1; cut > 0; cut -= 41) {
      byte[] journal = whole.clone();
      Arrays.fill(journal, page + cut, page + PAGE, (byte) 0);
      Files.write(journal(), journal);
      assertThat(salvage())
          .hasSizeGreaterThan(FILES - 100)
          .allSatisfy(JournalSalvageTest::assertAsRecorded);
    }
  }

  private static void assertAsRecorded(Row row) {
    long i = row.size() - 100;
    assertThat(row.path()).isEqualTo(DIRECTORY.resolve("f" + i));
    assertThat(row.header().sopInstanceUid()).isEqualTo("9." + i);
    assertThat(row.header().studyInstanceUid()).isEqualTo("1.1");
    assertThat(row.md5()).isEqualTo("0f".repeat(16));
    assertThat(row.etag()).isEqualTo("tag-" + i);
    assertThat(row.uploadedAt()).isEqualTo(Instant.ofEpochMilli(5 + i));
  }

  @Test
  void anInstanceOfAnEarlierDeliveryCountsAsNotSent() throws Exception {
    deliver(true);
    List<Row> rows = salvage();
    assertThat(rows).hasSize(FILES);
    assertThat(rows.get(FILES - 1).state()).isEqualTo(FileState.PENDING);
    assertThat(rows.subList(0, FILES - 1)).allMatch(row -> row.state() == FileState.UPLOADED);
  }

  @Test
  void whatHasNoBeginningCannotBeRead() throws Exception {
    deliver(false);
    overwrite(100, PAGE - 100);
    assertThatThrownBy(this::salvage)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("nothing can be read");
  }

  private static Row refused(Row row) {
    return new Row(
        row.path(),
        row.size(),
        row.modified(),
        FileState.FAILED,
        "http-403-AccessDenied",
        row.warnings(),
        row.header(),
        row.md5(),
        null,
        2,
        null,
        row.run(),
        null,
        null);
  }

  /** Otherwise the next run would send them, and with them the rest of their studies again. */
  @Test
  void aJournalMadeOfRowsKnowsWhatTheServiceRefused() throws Exception {
    deliver(false);
    List<Row> rows = salvage();
    rows.set(3, refused(rows.get(3)));
    Path copy = dir.resolve("copy.db");
    try (JournalImport into = JournalImport.into(copy, NOW)) {
      for (Row row : rows) {
        into.add(row);
      }
      assertThat(into.finish(NOW)).isEqualTo(new JournalImport.Imported(FILES - 1, 1, 0, 0));
    }
    assertThat(JournalAudit.run(copy, false).problems()).isEmpty();

    Journal journal =
        Journal.open(copy, "next", NOW, "other options", new ResumePolicy(false, false, false));
    List<SourceFile> files =
        rows.stream()
            .map(
                row ->
                    new SourceFile(
                        row.path(),
                        row.size(),
                        Instant.EPOCH.until(row.modified(), ChronoUnit.NANOS)))
            .toList();
    assertThat(journal.files().lookUp(DIRECTORY, files, path -> true, true, 1))
        .extracting(KnownFile::answer)
        .containsOnly(KnownFile.Answer.DONE);
    journal.files().listed(DIRECTORY, false);
    journal.flush();
    assertThat(journal.counts().instances().failed()).isEqualTo(1);
    assertThat(journal.counts().instances().pending()).isZero();
    assertThat(journal.feed().next(Long.MAX_VALUE, d -> false, s -> false, Long.MAX_VALUE))
        .isEmpty();
    journal.close();
  }

  @Test
  void aJournalMadeOfRowsKnowsTheSameDeliveries() throws Exception {
    deliver(false);
    List<Row> rows = salvage();
    Path copy = dir.resolve("copy.db");

    try (JournalImport into = JournalImport.into(copy, NOW)) {
      for (Row row : rows) {
        into.add(row);
      }
      into.add(rows.get(0));
      into.add(rows.get(1).unsent());
      assertThat(into.finish(NOW)).isEqualTo(new JournalImport.Imported(FILES, 0, 2, 0));
    }

    assertThat(JournalAudit.run(copy, false).problems()).isEmpty();
    List<Row> copied = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(copy)) {
      reader.rows(null, copied::add);
      assertThat(reader.summary().studies().complete()).isEqualTo(1);
    }
    assertThat(copied)
        .extracting(Row::path, Row::size, Row::modified, Row::state, Row::md5, Row::etag)
        .isEqualTo(
            rows.stream()
                .map(
                    r ->
                        org.assertj.core.groups.Tuple.tuple(
                            r.path(), r.size(), r.modified(), r.state(), r.md5(), r.etag()))
                .toList());
  }

  @Test
  void anImportThatDoesNotFinishLeavesNoJournal() throws Exception {
    deliver(false);
    List<Row> rows = salvage();
    Path copy = dir.resolve("copy.db");
    try (JournalImport into = JournalImport.into(copy, NOW)) {
      into.add(rows.get(0));
    }
    assertThat(copy).doesNotExist();
    assertThat(dir.resolve("copy.db.new")).doesNotExist();
  }

  @Test
  void anImportNeverTouchesAJournalThatIsThere() throws Exception {
    deliver(false);
    byte[] before = Files.readAllBytes(journal());
    assertThatThrownBy(() -> JournalImport.into(journal(), NOW)).isInstanceOf(UsageException.class);
    assertThat(Files.readAllBytes(journal())).isEqualTo(before);
  }
}
