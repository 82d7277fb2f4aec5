package io.github.dcmbulk.console;

import io.github.dcmbulk.event.RunStatus;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.model.Concurrency;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.RunResult;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Progress as lines with a time: one every minute and one at each change of phase, so that the
 * output of a long run stays short. The first failed instance is printed at once, the others with
 * the line of the minute.
 */
public final class PlainProgress implements Progress {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX");

  private final PrintWriter out;
  private final Clock clock;
  private final boolean delivers;
  private final Tracker tracker;
  private final Ticker ticker = new Ticker("progress", TICK, this::printIfDue);
  private final AtomicBoolean isDelivering = new AtomicBoolean();
  private final AtomicBoolean hasFailed = new AtomicBoolean();
  private Instant nextLine;
  private long failuresReported;

  /**
   * Prints to that writer; the first line of the minute is printed after one minute.
   *
   * @param delivers whether the run sends instances, or only checks
   */
  public PlainProgress(PrintWriter out, Clock clock, boolean delivers) {
    this.out = out;
    this.clock = clock;
    this.delivers = delivers;
    this.tracker = new Tracker(clock);
    this.nextLine = clock.instant().plus(INTERVAL);
  }

  @Override
  public void patience(Duration longest) {
    tracker.patience(longest);
  }

  @Override
  public void watch(Supplier<RunStatus> run) {
    tracker.watch(run);
    ticker.start();
  }

  @Override
  public void on(UploadEvent event) {
    tracker.on(event);
    if (event instanceof UploadEvent.WalkFinished) {
      print("all files checked");
    } else if (event instanceof UploadEvent.StudyStarted) {
      if (isDelivering.compareAndSet(false, true)) {
        line("delivery begins");
      }
    } else if (event instanceof UploadEvent.InstanceSettled settled) {
      if (settled.state() == FileState.FAILED && hasFailed.compareAndSet(false, true)) {
        line("not delivered: " + Tracker.failure(settled).text());
      }
    } else if (event instanceof UploadEvent.Waiting waiting) {
      line("waiting until " + time(waiting.until()) + ": " + Cells.safe(waiting.why()));
    } else if (event instanceof UploadEvent.Stopping stopping) {
      line(stopping(stopping));
    } else if (event instanceof UploadEvent.Notice notice) {
      line(Notices.line(notice));
    }
  }

  private String stopping(UploadEvent.Stopping stopping) {
    // Rounded up, so that a grace of one second is not shown as 0.
    Duration grace = Duration.between(clock.instant(), stopping.until()).plusMillis(999);
    return stopping.signal()
        + ": finishing uploads in progress, up to "
        + Quantity.clock(grace)
        + "; send the signal again to stop immediately";
  }

  /** Prints the line of the minute when it is due. */
  void printIfDue() {
    Instant now = clock.instant();
    if (!now.isBefore(nextLine)) {
      nextLine = nextLine.plus(INTERVAL);
      print("running");
    } else {
      // Rates need more samples than are shown.
      synchronized (tracker) {
        tracker.snapshot();
      }
    }
  }

  private void print(String phase) {
    Snapshot now;
    synchronized (tracker) {
      now = tracker.snapshot();
    }
    StringBuilder text = new StringBuilder(phase).append(": ").append(files(now));
    if (delivers && now.toDeliver() > 0) {
      text.append("; ").append(delivered(now));
    }
    Snapshot.NoAnswer noAnswer = now.noAnswer();
    if (noAnswer != null && noAnswer.since().compareTo(TICK) > 0) {
      text.append(noAnswer.why() == null ? "; no progress for " : "; no answer for ");
      text.append(Quantity.clock(noAnswer.since()));
      text.append(noAnswer.why() == null ? "" : " (" + noAnswer.why() + ")");
      text.append(noAnswer.trying() == null ? "" : ", " + noAnswer.patience());
    }
    line(text.toString());
    tellFailures(now);
  }

  private void tellFailures(Snapshot now) {
    long failed = now.status().instances().failed();
    Snapshot.Failure last = now.lastFailure();
    if (failed > failuresReported && last != null && failed > 1) {
      line("not delivered, the last of " + Quantity.count(failed) + ": " + last.text());
    }
    failuresReported = failed;
  }

  private static String files(Snapshot now) {
    RunResult.Files files = now.status().files();
    StringBuilder text =
        new StringBuilder(Quantity.of(now.walkedFiles(), "file", "files")).append(" found, ");
    text.append(Quantity.count(files.found())).append(" checked");
    if (files.rejected() > 0) {
      text.append(", ").append(Quantity.count(files.rejected())).append(" rejected");
    }
    return text.toString();
  }

  private static String delivered(Snapshot now) {
    RunResult.Instances instances = now.status().instances();
    StringBuilder text = new StringBuilder();
    text.append(Quantity.count(instances.uploaded()))
        .append(" of ")
        .append(Quantity.of(now.toDeliver(), "instance", "instances"))
        .append(" delivered, ")
        .append(Quantity.bytes(now.status().uploadedBytes()))
        .append(inTransit(now))
        .append(", ")
        .append(Quantity.count(now.status().studiesDone()))
        .append(" of ")
        .append(Quantity.of(now.status().studiesToSend(), "study", "studies"));
    if (instances.failed() > 0) {
      text.append(", ").append(Quantity.count(instances.failed())).append(" failed");
    }
    text.append("; ").append(Quantity.bytes(Math.round(now.rate().bytes()))).append("/s");
    Concurrency concurrency = now.status().concurrency();
    if (concurrency != null) {
      text.append(", ").append(concurrency.limit()).append(" parallel");
    }
    String left = ProgressView.left(now);
    return text + (left == null ? "" : ", " + left);
  }

  private static String inTransit(Snapshot now) {
    long bytes = now.status().bytesInTransit();
    return bytes == 0 ? "" : " and " + Quantity.bytes(bytes) + " being sent";
  }

  private String time(Instant at) {
    return TIME.format(at.atZone(clock.getZone()));
  }

  /** The present time, as at the beginning of lines. */
  static String stamp(Clock clock) {
    return TIME.format(clock.instant().atZone(clock.getZone()));
  }

  private void line(String text) {
    String stamped = stamp(clock) + " " + text;
    synchronized (out) {
      out.println(stamped);
      out.flush();
    }
  }

  @Override
  public void close() {
    ticker.close();
  }
}
