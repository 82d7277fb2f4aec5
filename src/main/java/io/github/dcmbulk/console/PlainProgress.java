package io.github.dcmbulk.console;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.model.FileState;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Progress as time-stamped lines: one a minute and one at each change of phase, so that the log of
 * a night stays readable. Events drive it; a run in which nothing happens prints nothing.
 */
public final class PlainProgress implements UploadListener {
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX").withZone(ZoneId.systemDefault());

  private final PrintWriter out;
  private final Clock clock;
  private final AtomicLong nextLine;
  private final AtomicLong found = new AtomicLong();
  private final AtomicLong judged = new AtomicLong();
  private final AtomicLong uploaded = new AtomicLong();
  private final AtomicLong uploadedBytes = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong studies = new AtomicLong();
  private volatile boolean isDelivering;

  /** Prints there; the first line of the minute comes a minute from now. */
  public PlainProgress(PrintWriter out, Clock clock) {
    this.out = out;
    this.clock = clock;
    this.nextLine = new AtomicLong(clock.instant().plus(INTERVAL).toEpochMilli());
  }

  @Override
  public void on(UploadEvent event) {
    if (event instanceof UploadEvent.FilesFound files) {
      found.addAndGet(files.files());
    } else if (event instanceof UploadEvent.FileJudged) {
      judged.incrementAndGet();
    } else if (event instanceof UploadEvent.FilesKnown known) {
      judged.addAndGet(known.files());
    } else if (event instanceof UploadEvent.InstanceSettled settled) {
      settle(settled);
    } else if (event instanceof UploadEvent.StudyStarted) {
      isDelivering = true;
    } else if (event instanceof UploadEvent.StudyFinished study) {
      studies.addAndGet(study.complete() ? 1 : 0);
    } else if (event instanceof UploadEvent.WalkFinished) {
      print("walk finished");
    } else if (event instanceof UploadEvent.Waiting waiting) {
      line("waiting until " + TIME.format(waiting.until()) + ": " + waiting.why());
    } else if (event instanceof UploadEvent.Notice notice) {
      line(notice.text());
    }
    printWhenDue();
  }

  private void settle(UploadEvent.InstanceSettled settled) {
    if (settled.state() == FileState.UPLOADED) {
      uploaded.incrementAndGet();
      uploadedBytes.addAndGet(settled.file().size());
    } else if (settled.state() == FileState.FAILED) {
      failed.incrementAndGet();
    }
  }

  private void printWhenDue() {
    long now = clock.millis();
    long due = nextLine.get();
    if (now >= due && nextLine.compareAndSet(due, now + INTERVAL.toMillis())) {
      print("running");
    }
  }

  private void print(String phase) {
    String files =
        String.format(
            "%s: %s found, %s checked",
            phase, Quantity.of(found.get(), "file", "files"), Quantity.count(judged.get()));
    line(isDelivering ? files + "; " + delivered() : files);
  }

  private String delivered() {
    return String.format(
        "%s uploaded (%s, %s finished), %s failed",
        Quantity.of(uploaded.get(), "instance", "instances"),
        Quantity.bytes(uploadedBytes.get()),
        Quantity.of(studies.get(), "study", "studies"),
        Quantity.count(failed.get()));
  }

  private void line(String text) {
    Instant now = clock.instant();
    synchronized (out) {
      out.println(TIME.format(now) + " " + text);
      out.flush();
    }
  }
}
