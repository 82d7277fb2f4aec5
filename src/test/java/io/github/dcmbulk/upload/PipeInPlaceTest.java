package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.dicom.CheckOptions;
import io.github.dcmbulk.dicom.DicomFileChecker;
import io.github.dcmbulk.model.Reason;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.upload.content.FileContent;
import io.github.dcmbulk.upload.content.ReadBuffers;
import io.github.dcmbulk.upload.settings.Reading;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A named pipe has taken the place of a file that was listed; to open it would wait for ever. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PipeInPlaceTest {
  @TempDir Path dir;
  private SourceFile listed;

  @BeforeEach
  void replaceByAPipe() throws Exception {
    Path file = Files.writeString(dir.resolve("IM1"), "x".repeat(2 << 20));
    listed = SourceFile.read(file);
    Files.delete(file);
    Process made = new ProcessBuilder("mkfifo", file.toString()).start();
    assertThat(made.waitFor()).isZero();
  }

  @Test
  void theCheckTakesItForAFileThatChanged() {
    assertThat(new DicomFileChecker(CheckOptions.DEFAULT).check(listed, false).reason())
        .isEqualTo(Reason.CHANGED);
  }

  @Test
  void aDeliveryDoesNotOpenIt() {
    assertThatThrownBy(() -> FileContent.read(listed, Reading.PLAIN, new ReadBuffers()))
        .isInstanceOf(FileContent.ChangedException.class);
    assertThatThrownBy(listed::open).isInstanceOf(SourceFile.NotAFileException.class);
  }
}
