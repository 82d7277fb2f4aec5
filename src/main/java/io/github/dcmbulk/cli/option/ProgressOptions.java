package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.console.BarProgress;
import io.github.dcmbulk.console.CountProgress;
import io.github.dcmbulk.console.JsonProgress;
import io.github.dcmbulk.console.Notices;
import io.github.dcmbulk.console.PlainProgress;
import io.github.dcmbulk.console.Progress;
import io.github.dcmbulk.console.Style;
import io.github.dcmbulk.console.Tty;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How progress is shown. */
public final class ProgressOptions {
  @Option(
      names = "--progress",
      paramLabel = "HOW",
      defaultValue = "auto",
      description =
          "bar: drawn on the terminal; plain: a line a minute and at each change of phase; none; json: events as JSON lines; auto is bar on a terminal, else plain. All on standard error (default: ${DEFAULT-VALUE}).")
  private How how;

  @Option(
      names = {"-q", "--quiet"},
      fallbackValue = "true",
      description = "No progress; warnings and the result only.")
  private boolean quiet;

  /** Ways to show progress. */
  enum How {
    AUTO,
    BAR,
    PLAIN,
    NONE,
    JSON
  }

  /**
   * Shows progress on standard error. A bar needs a terminal that can move its cursor; elsewhere it
   * would fill a log with escape codes, and so becomes lines even when it was asked for.
   *
   * @param err standard error
   * @param delivers whether the run sends anything, or only checks
   */
  public Progress progress(
      PrintWriter err, Map<String, String> environment, Clock clock, boolean delivers) {
    if (quiet || how == How.NONE) {
      return new Notices(err);
    }
    if (how == How.JSON) {
      return new JsonProgress(err, clock);
    }
    Tty terminal = how == How.PLAIN ? null : terminal(environment);
    return terminal == null
        ? new PlainProgress(err, clock, delivers)
        : new BarProgress(terminal, Style.of(environment), clock, delivers);
  }

  /** Shows on standard error how much of something is done. */
  public CountProgress counting(PrintWriter err, Map<String, String> environment, Clock clock) {
    if (quiet || how == How.NONE) {
      return CountProgress.none(clock);
    }
    if (how == How.JSON) {
      return CountProgress.json(err, clock);
    }
    Tty terminal = how == How.PLAIN ? null : terminal(environment);
    return terminal == null
        ? CountProgress.lines(err, clock)
        : CountProgress.drawn(terminal, clock);
  }

  private static @Nullable Tty terminal(Map<String, String> environment) {
    return Tty.canMoveCursor(environment) ? Tty.of(Tty.Stream.ERR) : null;
  }
}
