package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.dicom.CheckOptions;
import io.github.dcmbulk.dicom.DicomFileChecker;
import io.github.dcmbulk.model.Reason;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.scan.Batch;
import io.github.dcmbulk.scan.FileTimes;
import io.github.dcmbulk.scan.TreeVisitor;
import io.github.dcmbulk.scan.Walker;
import io.github.dcmbulk.upload.content.FileContent;
import io.github.dcmbulk.upload.content.ReadBuffers;
import io.github.dcmbulk.upload.settings.Reading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A named pipe has taken the place of a file that was listed; to open it would wait for ever. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PipeInPlaceTest {
  @TempDir Path dir;
  private SourceFile listed;

  private SourceFile walked;

  @BeforeEach
  void replaceByAPipe() throws Exception {
    Path file = Files.writeString(dir.resolve("IM1"), "x".repeat(2 << 20));
    listed = SourceFile.read(file);
    walked = walked();
    Files.delete(file);
    Process made = new ProcessBuilder("mkfifo", file.toString()).start();
    assertThat(made.waitFor()).isZero();
  }

  /** The file as a walk finds it an hour later: its directory was not changed a moment ago. */
  private SourceFile walked() throws Exception {
    List<SourceFile> found = new ArrayList<>();
    TreeVisitor visitor =
        new TreeVisitor() {
          @Override
          public void files(Batch batch) {
            found.addAll(batch.files());
          }

          @Override
          public void left(Path directory) {}

          @Override
          public void unreadable(Path path) {}
        };
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
    new Walker(false, visitor, () -> false, new FileTimes(later, false)).walk(dir);
    assertThat(found).hasSize(1);
    assertThat(found.get(0).directory()).isNotNull();
    return found.get(0);
  }

  @Test
  void theCheckTakesItForAFileThatChanged() {
    DicomFileChecker checker = new DicomFileChecker(CheckOptions.DEFAULT);
    assertThat(checker.check(listed, false).reason()).isEqualTo(Reason.CHANGED);
    assertThat(checker.check(walked, false).reason()).isEqualTo(Reason.CHANGED);
  }

  @Test
  void aDeliveryDoesNotOpenIt() {
    assertThatThrownBy(() -> FileContent.read(listed, Reading.PLAIN, new ReadBuffers()))
        .isInstanceOf(FileContent.ChangedException.class);
    assertThatThrownBy(listed::open).isInstanceOf(SourceFile.NotAFileException.class);
    assertThatThrownBy(walked::open).isInstanceOf(SourceFile.NotAFileException.class);
  }
}
