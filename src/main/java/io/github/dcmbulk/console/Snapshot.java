package io.github.dcmbulk.console;

import io.github.dcmbulk.event.RunStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is shown of a run, at one moment.
 *
 * @param now when that is
 * @param elapsed since the run began
 * @param walkedFiles files that the walk met
 * @param walkedBytes their length
 * @param isWalked whether it met all of them, and all have a verdict
 * @param status what is counted and committed
 * @param rate how fast instances are delivered now
 * @param left how long the rest takes; null where nobody can tell
 * @param lastFailure what became of the last instance that failed, on one line
 * @param retries requests that did not do their work so far
 * @param lastRetry what became of the last of them
 * @param away how long no request has done its work; null while some do
 * @param waiting what is waited for; null while something can be sent
 * @param stopping who told the run to stop; null while it goes on
 */
record Snapshot(
    Instant now,
    Duration elapsed,
    long walkedFiles,
    long walkedBytes,
    boolean isWalked,
    RunStatus status,
    Rates.Rate rate,
    @Nullable Duration left,
    @Nullable String lastFailure,
    long retries,
    @Nullable String lastRetry,
    @Nullable Duration away,
    @Nullable Wait waiting,
    @Nullable Wait stopping) {

  /** Until when, and why. */
  record Wait(Instant until, String why) {}

  /** Files that still need a verdict. */
  long unchecked() {
    return Math.max(0, walkedFiles - status.files().found());
  }

  /** Instances that this run has, or had, to deliver, as far as they are known. */
  long toDeliver() {
    return status.instances().uploaded()
        + status.instances().pending()
        + status.instances().failed();
  }

  /** The share of the known work that is done, from 0 to 1. */
  double share() {
    double done = Rates.work(status.instances().uploaded(), status.uploadedBytes());
    double rest = Rates.work(status.instances().pending(), status.pendingBytes());
    return done + rest == 0 ? 0 : done / (done + rest);
  }
}
