package io.github.dcmbulk.upload.result;

import io.github.dcmbulk.journal.StudyTotals;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.RunResult;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the exit code of a run that has a result: of a signal, else of the failure that ended the
 * run, else of the files and studies that are not delivered.
 *
 * @param asked the exit code of a signal; null if none arrived
 * @param failure what ended the run; null for nothing
 * @param tooManyErrors whether {@code --max-errors} ended the run
 * @param onPurpose whether the user asked to leave instances unsent, by a limit or {@code
 *     --dry-run}
 */
record RunExitCode(
    @Nullable ExitCode asked,
    @Nullable Throwable failure,
    boolean tooManyErrors,
    boolean onPurpose) {

  /**
   * The exit code.
   *
   * @param waived rejected files and conflicts for which a user has taken responsibility
   * @param sourceEmpty whether a root lost nearly all of its files
   */
  ExitCode of(
      RunResult.Files files,
      RunResult.Instances instances,
      StudyTotals studies,
      long waived,
      boolean sourceEmpty) {
    if (asked != null) {
      return asked;
    }
    if (failure instanceof DcmbulkException known
        && (known.exitCode() != ExitCode.USAGE || instances.uploaded() == 0)) {
      return known.exitCode();
    }
    if (failure != null
        || tooManyErrors
        || sourceEmpty
        || instances.failed() > 0
        || files.unreadable() > 0
        || isLeft(instances, studies)) {
      return ExitCode.INCOMPLETE;
    }
    return files.rejected() + instances.conflict() > waived ? ExitCode.REJECTED : ExitCode.OK;
  }

  /** Whether something was left unsent without an option that asks for it. */
  boolean isLeft(RunResult.Instances instances, StudyTotals studies) {
    return !onPurpose && (instances.pending() > 0 || studies.interrupted() > 0);
  }
}
