package io.github.dcmbulk.upload.result;

import io.github.dcmbulk.event.RunStatus;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.RunProgress;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.JournalException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Records the progress in the journal every few seconds, so that {@code status} can show it in
 * another terminal. Events may come from any thread.
 */
public final class ProgressNotes implements UploadListener, AutoCloseable {
  private static final int SECONDS = 2;

  /** How far back the rate looks. */
  private static final Duration RATE_OVER = Duration.ofMinutes(1);

  private record Point(Instant at, long bytes) {}

  private final Deque<Point> points = new ArrayDeque<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress-notes");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean walked;
  private volatile UploadEvent.@Nullable Waiting waiting;

  @Override
  public void on(UploadEvent event) {
    if (event instanceof UploadEvent.WalkFinished) {
      walked = true;
    } else if (event instanceof UploadEvent.Waiting wait) {
      waiting = wait;
    } else if (event instanceof UploadEvent.StudyStarted) {
      waiting = null;
    }
  }

  /** Begins to note. */
  public ProgressNotes start(Journal journal, Supplier<RunStatus> status, Supplier<Instant> now) {
    ScheduledFuture<?> unused =
        timer.scheduleWithFixedDelay(
            () -> note(journal, status.get(), now.get()), 1, SECONDS, TimeUnit.SECONDS);
    return this;
  }

  private void note(Journal journal, RunStatus status, Instant now) {
    try {
      journal.log().progress(progress(status, now));
    } catch (JournalException e) {
      // The run fails in the same way, and reports it.
      timer.shutdown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is to be noted. */
  RunProgress progress(RunStatus status, Instant now) {
    long bytes = status.uploadedBytes() + status.underWayBytes();
    points.addLast(new Point(now, bytes));
    while (points.size() > 2 && points.getFirst().at().isBefore(now.minus(RATE_OVER))) {
      points.removeFirst();
    }
    Point first = points.getFirst();
    long millis = Duration.between(first.at(), now).toMillis();
    long rate = millis <= 0 ? 0 : Math.max(0, (bytes - first.bytes()) * 1000 / millis);
    UploadEvent.Waiting wait = waiting;
    UploadEvent.Waiting current = wait != null && wait.until().isAfter(now) ? wait : null;
    return new RunProgress(
        now,
        status.files().found(),
        walked,
        status.instances().uploaded(),
        status.instances().pending(),
        bytes,
        Math.max(0, status.pendingBytes() - status.underWayBytes()),
        rate,
        current == null ? null : current.until(),
        current == null ? null : current.why());
  }

  /** Ends before the journal does. */
  @Override
  public void close() {
    timer.shutdownNow();
    try {
      timer.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
