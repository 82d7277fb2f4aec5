package io.github.dcmbulk.cli.run;

import io.github.dcmbulk.model.SteadyClock;
import java.io.InputStream;
import java.time.Clock;
import java.util.Map;

/**
 * What a command gets from the process; tests pass other values.
 *
 * @param environment environment variables
 * @param standardInput for {@code --files-from -}
 * @param clock the time, in the local zone
 * @param steady the time in this process, for durations: it does not follow a clock that is set
 * @param program how this program was called, for commands that are printed to be copied
 * @param version of this program
 * @param mainClass the entry point, for a process that runs another command
 */
public record Context(
    Map<String, String> environment,
    InputStream standardInput,
    Clock clock,
    Clock steady,
    String program,
    String version,
    Class<?> mainClass) {

  /** With the monotonic clock of this process for durations. */
  public Context(
      Map<String, String> environment,
      InputStream standardInput,
      Clock clock,
      String program,
      String version,
      Class<?> mainClass) {
    this(environment, standardInput, clock, SteadyClock.of(clock), program, version, mainClass);
  }
}
