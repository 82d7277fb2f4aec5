package io.github.dcmbulk.journal.write.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.model.PassedOverReason;
import io.github.dcmbulk.model.Reason;
import io.github.dcmbulk.model.SourceFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which known files are checked again. */
class KnownRowTest {
  private static final SourceFile SAME = file(100, 7);

  private static SourceFile file(long size, long modified) {
    return new SourceFile(Path.of("/archive/f"), size, modified);
  }

  private static KnownRow row(StateCode code, @Nullable String reason) {
    return new KnownRow(1, 100, 7, code, 1, 1, false, reason, 0);
  }

  @ParameterizedTest
  @EnumSource
  void aFileOfAnotherSizeOrTimeIsChecked(StateCode code) {
    assertThat(row(code, null).mustBeChecked(file(101, 7), false)).isTrue();
    assertThat(row(code, null).mustBeChecked(file(100, 8), false)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void anUnchangedFileIsNotCheckedUnlessItCouldNotBeRead(StateCode code) {
    assertThat(row(code, null).mustBeChecked(SAME, false)).isEqualTo(code == StateCode.UNREADABLE);
  }

  @ParameterizedTest
  @EnumSource
  void otherOptionsCheckWhatIsNotDelivered(StateCode code) {
    boolean isDelivered = code == StateCode.UPLOADED || code == StateCode.DUPLICATE;
    assertThat(row(code, null).mustBeChecked(SAME, true)).isEqualTo(!isDelivered);
  }

  @Test
  void whatWasLeftOutByItsNameOrAsALinkIsLookedAtAgain() {
    assertThat(row(StateCode.EXCLUDED, "name").mustBeChecked(SAME, false)).isTrue();
    String link = PassedOverReason.SYMLINK.code();
    assertThat(row(StateCode.EXCLUDED, link).mustBeChecked(SAME, false)).isTrue();
    assertThat(row(StateCode.EXCLUDED, "modality").mustBeChecked(SAME, false)).isFalse();
  }

  @Test
  void aMediaDirectoryWithoutItsFilesIsLookedAtAgain() {
    String missing = PassedOverReason.DICOMDIR_MISSING_FILES.code();
    assertThat(row(StateCode.NOT_DICOM, missing).mustBeChecked(SAME, false)).isTrue();
  }

  @Test
  void whatChangedWhileItWasReadIsCheckedAgain() {
    String changed = Reason.CHANGED.code();
    assertThat(row(StateCode.FAILED, changed).mustBeChecked(SAME, false)).isTrue();
    assertThat(row(StateCode.REJECTED, changed).mustBeChecked(SAME, false)).isTrue();
  }
}
