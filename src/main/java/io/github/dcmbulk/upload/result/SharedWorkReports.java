package io.github.dcmbulk.upload.result;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.HostShare;
import io.github.dcmbulk.journal.SharedWork;
import io.github.dcmbulk.journal.write.JournalShare;
import io.github.dcmbulk.upload.control.RecurringTask;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reports every few seconds how far a shared run is, for metrics. */
public final class SharedWorkReports implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(10);

  private @Nullable RecurringTask task;

  /**
   * Begins to report.
   *
   * @param share null for a run that is not shared: nothing is reported
   */
  public void start(@Nullable JournalShare share, UploadListener listener) {
    if (share != null) {
      // If the journal fails, the run fails as well and reports it.
      RecurringTask reports =
          new RecurringTask("shared-work", () -> listener.on(event(share.work())), failure -> {});
      reports.start(Duration.ofSeconds(1), PERIOD);
      task = reports;
    }
  }

  /** What the listener is told of that work. */
  static UploadEvent.WorkShared event(SharedWork work) {
    long processes = work.hosts().stream().filter(host -> host.silentMillis() >= 0).count();
    long found = 0;
    long studies = 0;
    long uploaded = 0;
    long bytes = 0;
    for (HostShare host : work.hosts()) {
      if (host.isSelf()) {
        found = host.found();
        studies = host.holds();
        uploaded = host.uploaded();
        bytes = host.bytes();
      }
    }
    return new UploadEvent.WorkShared(
        processes,
        work.directoriesWaiting(),
        work.directoriesHeld(),
        work.directoriesDone(),
        found,
        studies,
        uploaded,
        bytes);
  }

  /** Ends reporting; to be called before the journal is closed. */
  @Override
  public void close() {
    RecurringTask reports = task;
    if (reports != null) {
      reports.interrupt();
      reports.await(Duration.ofMinutes(1));
    }
  }
}
