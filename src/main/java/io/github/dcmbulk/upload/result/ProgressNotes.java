package io.github.dcmbulk.upload.result;

import io.github.dcmbulk.event.OutageDetector;
import io.github.dcmbulk.event.RunStatus;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.RunPause;
import io.github.dcmbulk.journal.RunProgress;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.upload.control.RecurringTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Records the progress in the journal every few seconds, so that {@code status} can show it in
 * another terminal. Events may come from any thread.
 */
public final class ProgressNotes implements UploadListener, AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(2);

  /** The rate is the mean over this time. */
  private static final Duration RATE_OVER = Duration.ofMinutes(1);

  private record Point(Instant at, long bytes) {}

  private final Deque<Point> points = new ArrayDeque<>();
  private volatile boolean walked;
  private volatile UploadEvent.@Nullable Waiting waiting;
  private volatile @Nullable RunPause paused;
  private final Supplier<Instant> clock;
  private final OutageDetector outages;
  private @Nullable RecurringTask task;

  /**
   * Nothing has happened yet.
   *
   * @param clock the time of day, for times that people read
   */
  public ProgressNotes(Supplier<Instant> clock) {
    this.clock = clock;
    this.outages = new OutageDetector(clock);
  }

  @Override
  public void on(UploadEvent event) {
    if (event instanceof UploadEvent.WalkFinished) {
      walked = true;
    } else if (event instanceof UploadEvent.Waiting wait) {
      waiting = wait;
    } else if (event instanceof UploadEvent.StudyStarted) {
      waiting = null;
    } else if (event instanceof UploadEvent.Controlled changed) {
      changed(changed);
    } else if (event instanceof UploadEvent.RequestDone request) {
      outages.answered(request.step());
    } else if (event instanceof UploadEvent.RequestFailed request) {
      failed(request);
    }
  }

  private void changed(UploadEvent.Controlled changed) {
    switch (changed.action()) {
      case "pause" ->
          paused = new RunPause(clock.get(), changed.done() + " (" + changed.by() + ")");
      case "resume" -> paused = null;
      default -> {
        // Other changes do not stop it.
      }
    }
  }

  private void failed(UploadEvent.RequestFailed request) {
    if (request.refused()) {
      outages.answered(request.step());
    } else {
      outages.failed(request.step(), request.why());
    }
  }

  private @Nullable RunPause outage() {
    return outages.failing().stream()
        .filter(OutageDetector.Outage::lasts)
        .findFirst()
        .map(outage -> new RunPause(outage.since(), outage.step() + ": " + outage.why()))
        .orElse(null);
  }

  /** Begins to record. */
  public void start(Journal journal, Supplier<RunStatus> status, Supplier<Instant> now) {
    // If the journal fails, the run fails as well and reports it.
    RecurringTask notes =
        new RecurringTask(
            "progress-notes",
            () -> journal.log().progress(progress(status.get(), now.get())),
            e -> {});
    notes.start(Duration.ofSeconds(1), PERIOD);
    task = notes;
  }

  /** The progress at that time. */
  RunProgress progress(RunStatus status, Instant now) {
    long bytes = status.uploadedBytes() + status.bytesInTransit();
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
        Math.max(0, status.pendingBytes() - status.bytesInTransit()),
        rate,
        current == null ? null : current.until(),
        current == null ? null : current.why(),
        paused,
        outage());
  }

  /** Ends recording; to be called before the journal is closed. */
  @Override
  public void close() {
    RecurringTask notes = task;
    if (notes != null) {
      notes.interrupt();
      notes.await(Duration.ofMinutes(1));
    }
  }
}
