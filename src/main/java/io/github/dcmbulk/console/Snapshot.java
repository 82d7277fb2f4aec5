package io.github.dcmbulk.console;

import io.github.dcmbulk.event.RunStatus;
import io.github.dcmbulk.model.Pace;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * State of a run at one moment.
 *
 * @param now the time
 * @param elapsed time since the run began
 * @param walkedFiles files that the walk found
 * @param walkedBytes their total length
 * @param isWalked whether the walk is complete and all its files are checked
 * @param status committed counts
 * @param rate present rate of deliveries
 * @param left estimated remaining time; null where unknown
 * @param lastFailure the last instance that failed
 * @param retries failed requests so far
 * @param lastRetry description of the last failed request
 * @param noAnswer present while no request succeeds; otherwise null
 * @param waiting present while nothing can be sent; otherwise null
 * @param stopping what stopped the run; null while it continues
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
    @Nullable NoAnswer noAnswer,
    @Nullable Wait waiting,
    @Nullable Wait stopping) {

  /**
   * An instance that was not delivered; its text has no control characters.
   *
   * @param path path of its file
   * @param why message of the service or the file system; null for none
   */
  record Failure(String path, @Nullable String why) {
    /** Path and reason in one line. */
    String text() {
      return why == null ? path : why + ", " + path;
    }

    /** The file's name. */
    String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The names of the file and its directory. */
    String shortPath() {
      int directory = path.lastIndexOf('/', path.lastIndexOf('/') - 1);
      return path.substring(directory + 1);
    }
  }

  /**
   * No request succeeds.
   *
   * @param since duration so far
   * @param why description of the last failed request; null if none has ended
   * @param trying how long the run will continue to retry; null where unknown
   */
  record NoAnswer(Duration since, @Nullable String why, @Nullable Duration trying) {
    /** The remaining time of retries in words; null where unknown. */
    @Nullable String patience() {
      return trying == null ? null : "still trying for " + Quantity.clock(trying);
    }
  }

  /** End and reason of a wait. */
  record Wait(Instant until, String why) {}

  /** Number of files that are not checked yet. */
  long unchecked() {
    return Math.max(0, walkedFiles - status.files().found());
  }

  /** Instances of this run that were or will be delivered, as far as known. */
  long toDeliver() {
    return status.instances().uploaded() + pending() + status.instances().failed();
  }

  /**
   * Instances that are known and still to be sent. In a shared run a process may deliver more than
   * it found; how much the others have left is not known here.
   */
  long pending() {
    return Math.max(0, status.instances().pending());
  }

  /** Delivered bytes, and sent bytes of large instances in flight. */
  long sentBytes() {
    return status.uploadedBytes() + status.bytesInTransit();
  }

  /** Bytes of this run that were or will be delivered, as far as known. */
  long allBytes() {
    return status.uploadedBytes() + Math.max(status.pendingBytes(), status.bytesInTransit());
  }

  /** Completed share of the known work, from 0 to 1. */
  double share() {
    double done = Pace.work(status.instances().uploaded(), sentBytes());
    double rest = Pace.work(pending(), allBytes() - sentBytes());
    return done + rest == 0 ? 0 : done / (done + rest);
  }
}
