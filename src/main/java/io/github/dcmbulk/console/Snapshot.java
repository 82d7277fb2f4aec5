package io.github.dcmbulk.console;

import io.github.dcmbulk.event.RunStatus;
import io.github.dcmbulk.model.Pace;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is shown of a run, at one moment.
 *
 * @param now when that is
 * @param elapsed since the run began
 * @param walkedFiles files that the walk found
 * @param walkedBytes their length
 * @param isWalked whether it found all of them, and all have a verdict
 * @param status what is counted and committed
 * @param rate how fast instances are delivered now
 * @param left how long the rest takes; null where unknown
 * @param lastFailure what became of the last instance that failed
 * @param retries requests that did not do their work so far
 * @param lastRetry what became of the last of them
 * @param away that nothing goes through; null while something does
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
    @Nullable Failure lastFailure,
    long retries,
    @Nullable String lastRetry,
    @Nullable Away away,
    @Nullable Wait waiting,
    @Nullable Wait stopping) {

  /**
   * An instance that was not delivered; its text moves no cursor.
   *
   * @param path its file
   * @param why what the service, or the file system, said; null if nothing
   */
  record Failure(String path, @Nullable String why) {
    /** On one line. */
    String text() {
      return why == null ? path : why + ", " + path;
    }

    /** The file's name. */
    String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The file's name and that of its directory. */
    String shortPath() {
      int directory = path.lastIndexOf('/', path.lastIndexOf('/') - 1);
      return path.substring(directory + 1);
    }
  }

  /**
   * Nothing goes through.
   *
   * @param since for how long
   * @param why what became of the last request; null if none has ended since
   * @param trying how long the run will still try; null where unknown
   */
  record Away(Duration since, @Nullable String why, @Nullable Duration trying) {
    /** How long it will still try, for people; null where unknown. */
    @Nullable String patience() {
      return trying == null ? null : "still trying for " + Quantity.clock(trying);
    }
  }

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

  /** Bytes that were delivered, and those of large instances that are being sent. */
  long sentBytes() {
    return status.uploadedBytes() + status.underWayBytes();
  }

  /** Bytes that this run has, or had, to deliver, as far as they are known. */
  long allBytes() {
    return status.uploadedBytes() + Math.max(status.pendingBytes(), status.underWayBytes());
  }

  /** The share of the known work that is done, from 0 to 1. */
  double share() {
    double done = Pace.work(status.instances().uploaded(), sentBytes());
    double rest = Pace.work(status.instances().pending(), allBytes() - sentBytes());
    return done + rest == 0 ? 0 : done / (done + rest);
  }
}
