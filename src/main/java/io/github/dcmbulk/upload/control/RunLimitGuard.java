package io.github.dcmbulk.upload.control;

import io.github.dcmbulk.journal.RunCounts;
import io.github.dcmbulk.journal.RunCounts.Bucket;
import io.github.dcmbulk.upload.settings.RunLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/** Ends a run that reaches a limit: its duration, its window, its number of errors. */
public final class RunLimitGuard {
  /** Least number of instances tried before a percentage is used. */
  private static final long LEAST_TRIED = 100;

  private final RunLimits limits;
  private final boolean searchesOutside;
  private final RunControl control;
  private final RunCounts counts;
  private final LongSupplier undecided;
  private final Runnable onWindowClosed;
  private final Instant begun;

  /**
   * Prepares to watch the limits.
   *
   * @param searchesOutside whether files are searched outside the window as well
   * @param undecided failed instances that {@code counts} does not contain yet
   * @param onWindowClosed called, perhaps several times, when the window has closed
   */
  public RunLimitGuard(
      RunLimits limits,
      boolean searchesOutside,
      RunControl control,
      RunCounts counts,
      LongSupplier undecided,
      Runnable onWindowClosed) {
    this.undecided = undecided;
    this.limits = limits;
    this.searchesOutside = searchesOutside;
    this.control = control;
    this.counts = counts;
    this.onWindowClosed = onWindowClosed;
    this.begun = control.now();
  }

  /** Whether the window allows uploads now. */
  public boolean isWithinWindow() {
    return control.gate().isOpen();
  }

  /** Stops the run if a limit is reached. */
  public void check() {
    Instant now = control.now();
    Duration longest = limits.maxDuration();
    if (longest != null && !now.isBefore(begun.plus(longest))) {
      control.stopOnPurpose("--max-duration has passed", true);
    }
    if (!isWithinWindow()) {
      control.stopOnPurpose("outside of --window", !searchesOutside);
      onWindowClosed.run();
    }
    checkErrors();
  }

  /**
   * Stops the run if too many instances have failed; called by any thread, after every instance.
   */
  public void checkErrors() {
    if (limits.maxErrors() != null && isTooMany(limits.maxErrors())) {
      control.stopOnErrors();
    }
  }

  private boolean isTooMany(RunLimits.MaxErrors most) {
    long failed = counts.get(Bucket.FAILED) + undecided.getAsLong();
    long tried = failed + counts.get(Bucket.UPLOADED);
    return most.percent()
        ? tried >= LEAST_TRIED && failed * 100.0 / tried > most.count()
        : failed > most.count();
  }

  /** That duration, or the time to the next limit if it is shorter. */
  public Duration atMost(Duration longest) {
    Instant now = control.now();
    Duration wait = longest;
    Duration most = limits.maxDuration();
    if (most != null) {
      wait = shorter(wait, Duration.between(now, begun.plus(most)));
    }
    return shorter(wait, control.gate().untilChange());
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
