package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.console.PlainProgress;
import io.github.dcmbulk.event.UploadListener;
import java.io.PrintWriter;
import java.time.Clock;
import picocli.CommandLine.Option;

/** What is seen of a run while it goes on. */
public final class ProgressOptions {
  @Option(
      names = "--progress",
      paramLabel = "HOW",
      defaultValue = "auto",
      description =
          "plain: a line a minute and at each change of phase; none; auto is plain (default: ${DEFAULT-VALUE}).")
  private How how;

  @Option(
      names = {"-q", "--quiet"},
      fallbackValue = "true",
      description = "No progress; the result only.")
  private boolean quiet;

  /** Ways to show progress. */
  enum How {
    AUTO,
    PLAIN,
    NONE
  }

  /** Shows progress there. */
  public UploadListener listener(PrintWriter err, Clock clock) {
    return quiet || how == How.NONE ? event -> {} : new PlainProgress(err, clock);
  }
}
