package io.github.dcmbulk.journal.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.journal.CheckedFile;
import io.github.dcmbulk.journal.ClaimedDirectory;
import io.github.dcmbulk.journal.maintain.JournalAudit;
import io.github.dcmbulk.journal.store.Sql;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Files are recorded in the expectation that no other process has recorded them, and that this one
 * still has their directory; if that is wrong, the rows are read first.
 */
@Timeout(300)
class FoundRowsTest {
  private static final Path ARCHIVE = Path.of("/archive");
  private static final int FILES = 20;

  private TestDatabase database;
  private Journal one;
  private Journal other;

  @BeforeEach
  void create() throws Exception {
    database = TestDatabase.create();
    one = open("run");
    other = open("run");
  }

  @AfterEach
  void close() throws Exception {
    one.close();
    other.close();
  }

  private Journal open(String run) throws Exception {
    // With so long a lease none is renewed while the test changes rows.
    return SharedJournals.open(
        database.store(), run, Duration.ofMinutes(10), Duration.ofMinutes(5));
  }

  private static ClaimedDirectory claim(Journal journal) throws Exception {
    DirectoryShare directories = Objects.requireNonNull(journal.share()).directories();
    directories.begin(Map.of(ARCHIVE, 0L), false);
    return directories.claim(1).await().get(0);
  }

  private static List<CheckedFile> files(int first, FileState state, @Nullable String study) {
    List<CheckedFile> files = new ArrayList<>();
    for (int i = first; i < first + FILES; i++) {
      InstanceHeader header =
          new InstanceHeader("1.2", "9." + i, study, "1.1.1", "CT", "1.2.1", "20260101", null);
      SourceFile file = new SourceFile(ARCHIVE.resolve("f" + i), 100, 1_000_000L + i);
      String reason = state == FileState.REJECTED ? "truncated" : null;
      files.add(new CheckedFile(file, 0, state, reason, Set.of(), header));
    }
    return files;
  }

  private static void record(Journal journal, ClaimedDirectory directory, List<CheckedFile> files)
      throws Exception {
    SharedJournals.together(
        journal,
        () -> {
          FileJournal rows = journal.files().of(directory);
          rows.checked(ARCHIVE, files, directory.number());
          rows.done(ARCHIVE, false, files.size(), true, () -> {});
        });
  }

  private long number(String sql) throws Exception {
    try (Connection c = database.connect()) {
      return Sql.number(c, sql);
    }
  }

  private void execute(String sql) throws Exception {
    try (Connection c = database.connect()) {
      Sql.execute(c, sql);
    }
  }

  @Test
  void aFileThatAnotherProcessHasRecordedIsCountedOnce() throws Exception {
    ClaimedDirectory first = claim(one);
    record(one, first, files(0, FileState.PENDING, "1.1"));
    // The directory is taken again, as after the loss of a process, with more files in it.
    execute("UPDATE walk_dir SET done = FALSE");
    ClaimedDirectory again =
        Objects.requireNonNull(other.share()).directories().claim(1).await().get(0);
    List<CheckedFile> all = files(0, FileState.PENDING, "1.1");
    all.addAll(files(FILES, FileState.PENDING, "1.1"));
    record(other, again, all);
    assertThat(number("SELECT count(*) FROM file")).isEqualTo(2 * FILES);
    assertThat(number("SELECT pending FROM study")).isEqualTo(2 * FILES);
    Objects.requireNonNull(other.share()).gather();
    assertThat(other.counts().instances().pending()).isEqualTo(2 * FILES);
    assertThat(JournalAudit.run(database.store(), false).problems()).isEmpty();
  }

  @Test
  void aLostProcessRecordsNothing() throws Exception {
    ClaimedDirectory directory = claim(one);
    execute("UPDATE host SET ended = now() WHERE id = " + directory.host());
    record(one, directory, files(0, FileState.PENDING, "1.1"));
    assertThat(number("SELECT count(*) FROM file")).isZero();
    assertThat(number("SELECT count(*) FROM walk_dir WHERE done")).isZero();
    assertThat(one.counts().files().found()).isZero();
  }

  @Test
  void rejectedFilesWithoutAStudyCountForTheStudyOfTheirDirectory() throws Exception {
    ClaimedDirectory directory = claim(one);
    List<CheckedFile> all = files(0, FileState.PENDING, "1.1");
    all.addAll(files(FILES, FileState.REJECTED, null));
    record(one, directory, all);
    one.files().fileUnfiled();
    assertThat(number("SELECT count(*) FROM file")).isEqualTo(2 * FILES);
    assertThat(number("SELECT pending FROM study")).isEqualTo(FILES);
    assertThat(number("SELECT rejected FROM study")).isEqualTo(FILES);
    assertThat(JournalAudit.run(database.store(), false).problems()).isEmpty();
  }
}
