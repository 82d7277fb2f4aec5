package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.dicom.FileChecker;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.InstanceHeader;
import io.github.dcmbulk.model.Reason;
import io.github.dcmbulk.model.Row;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.model.Verdict;
import io.github.dcmbulk.model.Warning;
import io.github.dcmbulk.scan.Selection;
import io.github.dcmbulk.upload.result.CheckResult;
import io.github.dcmbulk.upload.settings.ContentFilter;
import io.github.dcmbulk.upload.settings.FileList;
import io.github.dcmbulk.upload.settings.Reading;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files whose text {@code study/patient/modality/sop/payload} stands for a data set. */
@Timeout(300)
class CheckRunTest {
  @TempDir Path root;
  private final List<Row> rows = new ArrayList<>();

  private void file(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private CheckResult check() throws Exception {
    return check(null);
  }

  private CheckResult check(@Nullable FileList list) throws Exception {
    FileChecker checker =
        (file, named) -> {
          try {
            String[] p = Files.readString(file.path()).split("/", -1);
            InstanceHeader header =
                p.length < 5
                    ? InstanceHeader.NONE
                    : new InstanceHeader(
                        "1.2", p[3], p[0], p[0] + ".1", p[2], "1.2.1", null, Long.valueOf(p[1]));
            return p.length < 5
                ? Verdict.rejected(Reason.CORRUPT, header, Set.of())
                : Verdict.instance(header, Set.of(Warning.LOSSY));
          } catch (IOException e) {
            return Verdict.unreadable();
          }
        };
    CheckRun.Settings settings =
        new CheckRun.Settings(
            List.of(root),
            list,
            Selection.ALL,
            ContentFilter.ALL,
            Duration.ZERO,
            Reading.PLAIN,
            false);
    return new CheckRun(settings, checker, event -> {}).run(rows::add);
  }

  @Test
  void findsDuplicatesAndConflictsAcrossDirectories() throws Exception {
    file("a/1", "1.1/7/CT/9.1/x");
    file("b/1", "1.1/7/CT/9.1/x");
    file("a/2", "1.1/7/CT/9.2/x");
    file("b/2", "1.1/7/CT/9.2/y");
    CheckResult result = check();
    assertThat(result.files()).isEqualTo(new RunResult.Files(4, 0, 0, 0, 0, 4));
    assertThat(result.duplicates()).isEqualTo(1);
    assertThat(result.conflicts()).isEqualTo(2);
    assertThat(result.studies()).isEqualTo(1);
    assertThat(result.splitStudies()).isEqualTo(1);
    assertThat(rows)
        .extracting(Row::state)
        .containsExactlyInAnyOrder(
            FileState.PENDING, FileState.DUPLICATE, FileState.CONFLICT, FileState.CONFLICT);
  }

  @Test
  void findsWhatIsSharedAmongManyFilesOfADirectory() throws Exception {
    for (int i = 0; i < 100; i++) {
      file("a/" + i, "1.1/7/CT/9." + i + "/x");
      file("b/" + i, "1.2/7/CT/8." + i + "/x");
    }
    file("c/copy", "1.1/7/CT/9.42/x");
    CheckResult result = check();
    assertThat(result.files().instances()).isEqualTo(201);
    assertThat(result.duplicates()).isEqualTo(1);
    assertThat(result.conflicts()).isZero();
    assertThat(result.studies()).isEqualTo(2);
    assertThat(result.splitStudies()).isEqualTo(1);
    assertThat(rows).hasSize(201);
  }

  @Test
  void aFileThatIsAlsoListedIsCountedOnce() throws Exception {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      file("a/" + i, "1.1/7/CT/9." + i + "/x");
      names.add(root.resolve("a/" + i).toString());
    }
    byte[] list = String.join("\n", names).getBytes(StandardCharsets.UTF_8);
    CheckResult result = check(() -> new ByteArrayInputStream(list));
    assertThat(result.files().found()).isEqualTo(40);
    assertThat(result.duplicates()).isZero();
    assertThat(rows).hasSize(40);
  }

  @Test
  void namesReasonsAndWarningsWithAnExample() throws Exception {
    file("good", "1.1/7/CT/9.1/x");
    file("bad", "?");
    CheckResult result = check();
    assertThat(result.rejectionCounts()).containsExactly(Map.entry("corrupt", 1L));
    assertThat(result.rejections().get(0).example()).isEqualTo(root.resolve("bad"));
    assertThat(result.warnings().get(0).name()).isEqualTo("lossy");
    assertThat(result.warnings().get(0).studies()).isEqualTo(1);
  }

  @Test
  void reportsStudiesThatLookMisfiledWithoutNamingPatients() throws Exception {
    file("1", "1.1/777/CT/9.1/x");
    file("2", "1.1/888/MR/9.2/x");
    CheckResult result = check();
    assertThat(result.misfiled())
        .containsExactly(
            "study 1.1 names more than one patient",
            "series 1.1.1 contains more than one modality");
    assertThat(result.misfiled().toString()).doesNotContain("777").doesNotContain("888");
  }
}
