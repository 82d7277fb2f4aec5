package io.github.dcmbulk.upload.control;

import io.github.dcmbulk.journal.RunCounts;
import io.github.dcmbulk.journal.RunCounts.Bucket;
import io.github.dcmbulk.upload.settings.RunLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/** Ends a run by itself: after so long, outside its window, after so many errors. */
public final class RunLimitGuard {
  /** A percentage means nothing before so many instances were tried. */
  private static final long ENOUGH_TO_JUDGE = 100;

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
   * @param searchesOutside whether files are looked for outside the window as well
   * @param undecided failed instances that {@code counts} does not hold yet
   * @param onWindowClosed is run, perhaps several times, when the window has closed
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

  /** Whether uploads may happen now, as far as the window goes. */
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

  /** Stops the run if too much has failed; called by any thread, after every instance. */
  public void checkErrors() {
    if (limits.maxErrors() != null && isTooMany(limits.maxErrors())) {
      control.stopOnErrors();
    }
  }

  private boolean isTooMany(RunLimits.MaxErrors most) {
    long failed = counts.get(Bucket.FAILED) + undecided.getAsLong();
    long tried = failed + counts.get(Bucket.UPLOADED);
    return most.percent()
        ? tried >= ENOUGH_TO_JUDGE && failed * 100.0 / tried > most.count()
        : failed > most.count();
  }

  /** That long, or until the next limit. */
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
