package io.github.dcmbulk.upload.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.journal.StudyTotals;
import io.github.dcmbulk.model.AccessRefusedException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.model.UsageException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunExitCodeTest {
  private static final RunResult.Files WHOLE = new RunResult.Files(3, 0, 0, 0, 0, 3);
  private static final RunResult.Files ONE_REJECTED = new RunResult.Files(3, 0, 0, 0, 1, 2);
  private static final RunResult.Files ONE_UNREADABLE = new RunResult.Files(3, 0, 0, 1, 0, 2);
  private static final RunResult.Instances SENT = new RunResult.Instances(3, 0, 0, 0, 0, 0, 0);
  private static final RunResult.Instances NOTHING = new RunResult.Instances(0, 0, 0, 0, 0, 0, 3);

  @Test
  void everythingDeliveredIsOk() {
    assertThat(of(plain(), WHOLE, SENT, 0, false)).isEqualTo(ExitCode.OK);
  }

  @Test
  void aSignalComesBeforeAllElse() {
    RunExitCode code =
        new RunExitCode(ExitCode.TERMINATED, new AccessRefusedException("a", "b"), true, false);
    assertThat(of(code, ONE_REJECTED, NOTHING, 0, true)).isEqualTo(ExitCode.TERMINATED);
  }

  @Test
  void aFailureOfTheRunComesBeforeItsFiles() {
    assertThat(of(failed(new AccessRefusedException("a", "b")), ONE_REJECTED, SENT, 0, false))
        .isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void aWrongOptionThatShowsAfterUploadsLeavesTheRunIncomplete() {
    UsageException usage = new UsageException("a", "b");
    assertThat(of(failed(usage), WHOLE, NOTHING, 0, false)).isEqualTo(ExitCode.USAGE);
    assertThat(of(failed(usage), WHOLE, SENT, 0, false)).isEqualTo(ExitCode.INCOMPLETE);
  }

  @Test
  void whatIsLeftUnsentCountsUnlessItWasAskedFor() {
    assertThat(of(plain(), WHOLE, NOTHING, 0, false)).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(of(new RunExitCode(null, null, false, true), WHOLE, NOTHING, 0, false))
        .isEqualTo(ExitCode.OK);
  }

  @Test
  void anUnreadableFileAnEmptySourceOrTooManyErrorsLeaveTheRunIncomplete() {
    assertThat(of(plain(), ONE_UNREADABLE, SENT, 0, false)).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(of(plain(), WHOLE, SENT, 0, true)).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(of(new RunExitCode(null, null, true, true), WHOLE, SENT, 0, false))
        .isEqualTo(ExitCode.INCOMPLETE);
  }

  @Test
  void rejectedFilesCountUnlessTheyAreWaived() {
    assertThat(of(plain(), ONE_REJECTED, SENT, 0, false)).isEqualTo(ExitCode.REJECTED);
    assertThat(of(plain(), ONE_REJECTED, SENT, 1, false)).isEqualTo(ExitCode.OK);
  }

  private static RunExitCode plain() {
    return new RunExitCode(null, null, false, false);
  }

  private static RunExitCode failed(@Nullable Throwable failure) {
    return new RunExitCode(null, failure, false, false);
  }

  private static ExitCode of(
      RunExitCode code,
      RunResult.Files files,
      RunResult.Instances instances,
      long waived,
      boolean sourceEmpty) {
    return code.of(files, instances, StudyTotals.none(), waived, sourceEmpty);
  }
}
