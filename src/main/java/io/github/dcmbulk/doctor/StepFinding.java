package io.github.dcmbulk.doctor;

import io.github.dcmbulk.model.ExitCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one step showed. Holds no secret, no token and no URL's path or query.
 *
 * @param step a short stable name, such as {@code tls}
 * @param target what was looked at: a host, a file; empty where the step says it
 * @param status how it went
 * @param what what was found, in a line
 * @param remedy what to do; null when there is nothing to do
 * @param exit what a failure means for the process; {@code OK} for anything else
 */
public record StepFinding(
    String step,
    String target,
    Status status,
    String what,
    @Nullable String remedy,
    ExitCode exit) {

  /** How a step went. */
  public enum Status {
    /** As it should be. */
    OK,
    /** Good enough for now. */
    WARNING,
    /** An upload would fail here. */
    FAILED,
    /** Not looked at, because a step before it failed or it was not asked for. */
    SKIPPED;

    /** The name in JSON. */
    public String wire() {
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

  /** What the options amount to. */
  public static StepFinding configured(String what) {
    return ok("options", "", what);
  }

  /** What is wrong with the options, before anything could be looked at. */
  public static StepFinding misconfigured(String what, String remedy) {
    return failed("options", "", what, remedy, ExitCode.USAGE);
  }
}
