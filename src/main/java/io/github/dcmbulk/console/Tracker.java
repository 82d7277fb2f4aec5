package io.github.dcmbulk.console;

import io.github.dcmbulk.event.RunStatus;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.PathText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects the state of a run. Events only add to counters and may come from any thread; {@link
 * #snapshot} is for the one thread that shows the state.
 */
final class Tracker implements UploadListener {
  /** Longest normal time between two answers of a busy service. */
  private static final Duration STILL = Duration.ofSeconds(10);

  private final Clock clock;
  private final Instant begun;
  private final Rates rates = new Rates();
  private final LongAdder walkedFiles = new LongAdder();
  private final LongAdder walkedBytes = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private volatile Supplier<RunStatus> status = () -> RunStatus.NOTHING;
  private volatile boolean isWalked;
  private volatile Snapshot.@Nullable Failure lastFailure;
  private volatile @Nullable String lastRetry;
  private volatile @Nullable Instant failingSince;
  private volatile Snapshot.@Nullable Wait waiting;
  private volatile Snapshot.@Nullable Wait stopping;
  private volatile @Nullable Duration patience;
  private volatile boolean isDelivering;
  private volatile boolean isReached;
  private volatile boolean isPaused;
  private volatile Instant lastMove;
  private long moved;

  Tracker(Clock clock) {
    this.clock = clock;
    this.begun = clock.instant();
    this.lastMove = begun;
  }

  void patience(Duration longest) {
    patience = longest;
  }

  void watch(Supplier<RunStatus> run) {
    status = run;
  }

  @Override
  public void on(UploadEvent event) {
    if (event instanceof UploadEvent.FilesFound found) {
      walkedFiles.add(found.files());
      walkedBytes.add(found.bytes());
    } else if (event instanceof UploadEvent.WalkFinished) {
      isWalked = true;
    } else if (event instanceof UploadEvent.InstanceSettled settled) {
      settle(settled);
    } else if (event instanceof UploadEvent.RequestDone) {
      isReached = true;
      lastMove = clock.instant();
      if (failingSince != null) {
        failingSince = null;
      }
    } else if (event instanceof UploadEvent.RequestFailed failed) {
      retries.increment();
      lastRetry = Cells.safe(failed.step() + ", " + failed.why());
      failingSince = failingSince == null ? clock.instant() : failingSince;
    } else if (event instanceof UploadEvent.Waiting wait) {
      waiting = new Snapshot.Wait(wait.until(), Cells.safe(wait.why()));
    } else if (event instanceof UploadEvent.StudyStarted) {
      waiting = null;
      isDelivering = true;
      lastMove = clock.instant();
    } else if (event instanceof UploadEvent.Controlled changed) {
      controlled(changed.action());
    } else if (event instanceof UploadEvent.Stopping stop) {
      stopping = new Snapshot.Wait(stop.until(), stop.signal());
    }
  }

  private void controlled(String action) {
    if (action.equals("pause")) {
      isPaused = true;
    } else if (action.equals("resume")) {
      isPaused = false;
      lastMove = clock.instant();
    }
  }

  private void settle(UploadEvent.InstanceSettled settled) {
    if (settled.state() == FileState.FAILED) {
      lastFailure = failure(settled);
    }
  }

  /** Path and reason of an instance that was not delivered. */
  static Snapshot.Failure failure(UploadEvent.InstanceSettled settled) {
    String detail = settled.detail();
    return new Snapshot.Failure(
        Cells.safe(PathText.display(settled.file().path())),
        detail == null ? null : Cells.safe(detail));
  }

  Snapshot snapshot() {
    Instant now = clock.instant();
    RunStatus current = status.get();
    rates.sample(
        Duration.between(begun, now).toNanos(),
        current.instances().uploaded(),
        current.uploadedBytes() + current.bytesInTransit());
    long pending = current.instances().pending();
    Snapshot.Wait wait = waiting;
    boolean isWaiting = wait != null && wait.until().isAfter(now);
    return new Snapshot(
        now,
        Duration.between(begun, now),
        walkedFiles.sum(),
        walkedBytes.sum(),
        isWalked,
        current,
        rates.now(),
        pending <= 0 || isPaused
            ? null
            : rates.left(pending, Math.max(0, current.pendingBytes() - current.bytesInTransit())),
        lastFailure,
        retries.sum(),
        lastRetry,
        isWaiting ? null : noAnswer(now, current),
        isWaiting ? wait : null,
        stopping);
  }

  /** Present if requests fail, or those in progress get no answer. */
  private Snapshot.@Nullable NoAnswer noAnswer(Instant now, RunStatus status) {
    long sum = status.uploadedBytes() + status.bytesInTransit() + status.instances().pending();
    if (sum != moved) {
      moved = sum;
      lastMove = now;
    }
    Instant failing = failingSince;
    if (failing != null) {
      return noAnswer(failing, now, lastRetry);
    }
    boolean isStill =
        isDelivering && !isPaused && status.instances().pending() > 0 && stopping == null;
    return isStill && Duration.between(lastMove, now).compareTo(STILL) >= 0
        ? noAnswer(lastMove, now, null)
        : null;
  }

  private Snapshot.NoAnswer noAnswer(Instant since, Instant now, @Nullable String why) {
    Duration longest = patience;
    // A service that was never reached is given up earlier, by other rules.
    Duration left =
        longest == null || !isReached ? null : longest.minus(Duration.between(since, now));
    return new Snapshot.NoAnswer(
        Duration.between(since, now), why, left == null || left.isNegative() ? null : left);
  }
}
