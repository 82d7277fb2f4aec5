package io.github.dcmbulk.doctor;

import io.github.dcmbulk.model.ExitCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Result of one step. Contains no secret, no token, and no path or query of a URL.
 *
 * @param step a short stable name, such as {@code tls}
 * @param target the host or file that was checked; empty where the step says it
 * @param status result of the step
 * @param what what was found, in one line
 * @param remedy what to do; null for nothing
 * @param exit exit code of a failure; {@code OK} otherwise
 */
public record StepFinding(
    String step,
    String target,
    Status status,
    String what,
    @Nullable String remedy,
    ExitCode exit) {

  /** Result of a step. */
  public enum Status {
    /** As it should be. */
    OK,
    /** Usable, but should be changed. */
    WARNING,
    /** An upload would fail. */
    FAILED,
    /** Not checked, because an earlier step failed or it was not requested. */
    SKIPPED;

    /** The name in JSON. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static StepFinding ok(String step, String target, String what) {
    return new StepFinding(step, target, Status.OK, what, null, ExitCode.OK);
  }

  static StepFinding warning(String step, String target, String what, String remedy) {
    return new StepFinding(step, target, Status.WARNING, what, remedy, ExitCode.OK);
  }

  static StepFinding failed(
      String step, String target, String what, @Nullable String remedy, ExitCode exit) {
    return new StepFinding(step, target, Status.FAILED, what, remedy, exit);
  }

  static StepFinding skipped(String step, String target, String why) {
    return new StepFinding(step, target, Status.SKIPPED, why, null, ExitCode.OK);
  }

  /** A finding about the effective options. */
  public static StepFinding configured(String what) {
    return ok("options", "", what);
  }

  /** A finding about invalid options, made before other steps. */
  public static StepFinding misconfigured(String what, String remedy) {
    return failed("options", "", what, remedy, ExitCode.USAGE);
  }
}
