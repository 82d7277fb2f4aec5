package io.github.dcmbulk.console;

import io.github.dcmbulk.model.RunResult;

/** Meaning of a run's exit code, in a sentence. */
final class ResultVerdict {
  private ResultVerdict() {}

  /** Number of instances that another run would not send. */
  static long refused(RunResult result, ResultText.NextCommands commands) {
    return Math.min(result.instances().failed(), commands.refused());
  }

  /** The sentence for the exit code, without a full stop. */
  static String of(RunResult result, ResultText.NextCommands commands) {
    RunResult.Problem problem = result.problem();
    return switch (result.exit()) {
      case 0 -> success(result, commands.selective());
      case 1 ->
          problem == null
              ? incomplete(result, refused(result, commands))
              : "Not everything is delivered: " + Cells.safe(problem.what());
      case 6 ->
          commands.selective()
              ? "Everything selected is delivered, but some DICOM files were rejected"
              : "Everything that can be sent is delivered, but some DICOM files were rejected";
      case 130 ->
          "Stopped by Ctrl-C (SIGINT). What is delivered is recorded; run the same command to"
              + " continue";
      case 143 ->
          "Stopped by SIGTERM. What is delivered is recorded; run the same command to continue";
      case 3, 4 -> ended(result);
      default -> problem == null ? "The run could not continue" : Cells.safe(problem.what());
    };
  }

  /** For a problem that ended the run and is not caused by an instance. */
  private static String ended(RunResult result) {
    RunResult.Problem problem = result.problem();
    String what = problem == null ? "The run could not continue" : Cells.safe(problem.what());
    RunResult.Instances instances = result.instances();
    return instances.pending() == 0
        ? what
        : what
            + ". No instance is marked as failed for it; "
            + Quantity.of(instances.pending(), "instance is", "instances are")
            + " pending";
  }

  private static String incomplete(RunResult result, long refused) {
    RunResult.Instances instances = result.instances();
    long again = instances.pending() + result.files().unreadable() + instances.failed() - refused;
    return again == 0 && refused > 0
        ? "The service refused "
            + Quantity.of(refused, "instance", "instances")
            + " permanently; only --retry-failed sends them again"
        : "Some instances could not be delivered; run again to continue";
  }

  private static String success(RunResult result, boolean selective) {
    RunResult.Instances instances = result.instances();
    if (instances.pending() > 0) {
      return "Ended by a limit before everything was sent; run again to continue";
    }
    if (result.files().found() == 0) {
      return "No file was found";
    }
    return instances.held() > 0
        ? Quantity.of(instances.held(), "instance is", "instances are")
            + " on hold; all others are delivered"
        : (selective ? "Everything selected is delivered" : "Everything is delivered")
            + (result.files().rejected() + instances.conflict() > 0 ? " or waived" : "");
  }
}
