package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.event.RunStatus;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.scan.Selection;
import io.github.dcmbulk.upload.settings.ContentFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole run, from the walk to the result. */
@Timeout(300)
class UploadRunTest {
  @TempDir Path dir;
  Rehearsal r;

  @BeforeEach
  void setUp() throws Exception {
    r = new Rehearsal(dir);
  }

  @Test
  void deliversEveryInstanceAndCountsEveryFile() throws Exception {
    r.instance("p/a", "1.1", "1.1.1", "x");
    r.instance("p/b", "1.1", "1.1.2", "x");
    r.instance("q/c", "1.2", "1.2.1", "x");
    r.file("q/readme.txt", "hello");
    r.file("q/cut.dcm", "broken");
    RunResult result = r.run();
    assertThat(r.service.sops()).containsExactlyInAnyOrder("1.1.1", "1.1.2", "1.2.1");
    assertThat(result.files()).isEqualTo(new RunResult.Files(5, 1, 0, 0, 1, 3));
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(3, 0, 0, 0, 0, 0, 0));
    assertThat(result.studies()).isEqualTo(new RunResult.Studies(2, 1, 1, 0));
    assertThat(result.rejections()).containsExactly(Map.entry("truncated", 1L));
    assertThat(result.exit()).isEqualTo(ExitCode.REJECTED.code());
    assertThat(result.uploadedBytes()).isEqualTo(3L * "1.1/1.1.1/1.1.1/x".length());
  }

  @Test
  void aSecondRunOpensNoFileAndAsksNothing() throws Exception {
    r.instance("a", "1.1", "1.1.1", "x");
    r.file("notes", "hello");
    r.run();
    r.service.opened = false;
    r.opened.set(0);
    RunResult again = r.run();
    assertThat(r.opened).hasValue(0);
    assertThat(r.service.opened).isFalse();
    assertThat(again.instances()).isEqualTo(new RunResult.Instances(0, 1, 0, 0, 0, 0, 0));
    assertThat(again.files().notDicom()).isEqualTo(1);
    assertThat(again.exit()).isZero();
    Sums.assertMatch(again);
  }

  @Test
  void largeInstanceIsCountedWhileItIsOnItsWay() throws Exception {
    r.instance("a", "1.1", "1.1.1", "x".repeat(2_000_000));
    UploadRun run = r.prepare();
    List<RunStatus> onTheWay = new ArrayList<>();
    r.service.fault =
        text -> {
          onTheWay.add(run.status());
          return null;
        };

    long size = run.run().uploadedBytes();

    assertThat(onTheWay).extracting(RunStatus::bytesInTransit).containsExactly(size);
    assertThat(onTheWay).extracting(RunStatus::pendingBytes).containsExactly(size);
    assertThat(run.status().bytesInTransit()).isZero();
  }

  @Test
  void filesLeftOutByNameOrContentAreExcluded() throws Exception {
    r.instance("s/1.dcm", "1.1", "1.1.1", "x");
    r.instance("s/2.tmp", "1.1", "1.1.2", "x");
    r.selection = new Selection(List.of(), List.of("*.tmp"), false);
    RunResult byName = r.run();
    assertThat(byName.files().excluded()).isEqualTo(1);
    Sums.assertMatch(byName);
    assertThat(r.run().files().excluded()).isEqualTo(1);
    r.selection = Selection.ALL;
    r.filter = new ContentFilter(Set.of("MR"), null, null);
    RunResult byContent = r.run();
    assertThat(byContent.files().excluded()).isEqualTo(1);
    assertThat(byContent.instances().alreadyUploaded()).isEqualTo(1);
    Sums.assertMatch(byContent);
    r.filter = ContentFilter.ALL;
    assertThat(r.run().instances().uploaded()).isEqualTo(1);
  }

  @Test
  void rootsThatOverlapAreWalkedOnce() throws Exception {
    r.instance("s/1", "1.1", "1.1.1", "x");
    RunResult result = r.run(r.root, r.root.resolve("s"), r.root.resolve("s/1"));
    assertThat(result.files().found()).isEqualTo(1);
  }

  @Test
  void aMissingRootIsAUsageError() {
    assertThatThrownBy(() -> r.run(r.root.resolve("missing")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void journalShowsTheStateOfEveryFileAndIsPrivate() throws Exception {
    r.instance("s/1", "1.1", "1.1.1", "x");
    r.file("s/cut", "broken");
    r.file("s/note", "hello");
    r.run();
    TreeMap<String, FileState> states = new TreeMap<>();
    try (JournalReader reader = JournalReader.open(r.store)) {
      reader.rows("last", row -> states.put(row.path().getFileName().toString(), row.state()));
      assertThat(reader.summary().files()).containsEntry(FileState.UPLOADED, 1L);
      assertThat(reader.summary().studies()).isEqualTo(new RunResult.Studies(1, 0, 1, 0));
    }
    assertThat(states)
        .containsEntry("1", FileState.UPLOADED)
        .containsEntry("cut", FileState.REJECTED)
        .containsEntry("note", FileState.NOT_DICOM);
    if (r.store instanceof SqliteStore) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(r.journal)))
          .isEqualTo("rw-------");
    }
  }
}
