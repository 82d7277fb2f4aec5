package io.github.dcmbulk.console;

import io.github.dcmbulk.journal.HostShare;
import io.github.dcmbulk.journal.JournalSummary;
import io.github.dcmbulk.journal.RunPause;
import io.github.dcmbulk.journal.RunProgress;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.report.SummaryJson;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Content of a journal as text. */
public final class StatusText {
  private static final int STUDIES_SHOWN = 10;

  private final PrintWriter out;

  /** Prints to that writer. */
  public StatusText(PrintWriter out) {
    this.out = out;
  }

  /** Prints the summary. */
  public void print(JournalSummary summary, JournalStore journal) {
    out.println("Journal " + journal.name());
    if (summary.holder() != null) {
      printRunning(summary, summary.holder());
    }
    out.println();
    printFiles(summary);
    printStudies(summary);
    printRuns(summary);
    out.flush();
  }

  private void printRunning(JournalSummary summary, String holder) {
    JournalSummary.RunLine run = summary.runs().isEmpty() ? null : summary.runs().get(0);
    RunProgress progress = summary.progress();
    if (run == null || run.finished() != null) {
      out.println("A run is in progress: " + holder);
      return;
    }
    out.println(
        (run.dryRun() ? "A dry run is in progress: " : "A run is in progress: ")
            + holder
            + ", since "
            + run.started());
    printHosts(summary.hosts());
    if (progress == null) {
      return;
    }
    long all = progress.delivered() + progress.left();
    out.printf(
        "  %s of %s%s delivered, %s of %s, %s/s%s%n",
        Quantity.count(progress.delivered()),
        progress.walked() ? "" : "at least ",
        Quantity.of(all, "instance", "instances"),
        Quantity.bytes(progress.deliveredBytes()),
        Quantity.bytes(progress.deliveredBytes() + progress.leftBytes()),
        Quantity.bytes(progress.bytesPerSecond()),
        timeLeft(progress));
    if (!progress.walked()) {
      out.println("  still looking for files: " + Quantity.count(progress.found()) + " so far");
    }
    if (progress.waitUntil() != null) {
      out.println("  waiting until " + progress.waitUntil() + ": " + progress.waitWhy());
    }
    printPause(progress.paused(), "since");
    printPause(progress.outage(), "no answer from the service since");
  }

  private void printPause(@Nullable RunPause pause, String what) {
    if (pause != null) {
      String since = pause.since().truncatedTo(ChronoUnit.SECONDS).toString();
      out.println("  " + what + " " + since + ": " + pause.why());
    }
  }

  private void printHosts(List<HostShare> hosts) {
    for (HostShare host : hosts) {
      out.printf(
          "  %s, process %d: %sdelivering %s, %s delivered, last seen %s ago%s%s%s%n",
          host.host(),
          host.pid(),
          host.directories() == 0
              ? ""
              : "listing " + Quantity.of(host.directories(), "directory", "directories") + ", ",
          Quantity.of(host.holds(), "study", "studies"),
          Quantity.of(host.uploaded(), "instance", "instances"),
          Quantity.duration(Duration.ofSeconds(host.silentMillis() / 1000)),
          host.leaseEnded() ? ": its lease has ended, others take over" : "",
          host.paused() ? ", paused" : "",
          host.outage() ? ", no answer from the service" : "");
    }
  }

  private static String timeLeft(RunProgress progress) {
    Duration left = SummaryJson.timeLeft(progress);
    return left == null ? "" : ", about " + Quantity.duration(left) + " left";
  }

  private void printFiles(JournalSummary summary) {
    Map<FileState, Long> files = summary.files();
    Table table = new Table(out);
    long uploaded = files.getOrDefault(FileState.UPLOADED, 0L);
    table.bucket("Delivered", uploaded, Quantity.bytes(summary.uploadedBytes()));
    table.bucket(
        "Skipped on purpose",
        sum(files, FileState.NOT_DICOM, FileState.EXCLUDED, FileState.DUPLICATE),
        null);
    items(table, files, FileState.NOT_DICOM, FileState.EXCLUDED, FileState.DUPLICATE);
    table.bucket("Held for a later run", sum(files, FileState.HELD, FileState.PENDING), null);
    items(table, files, FileState.HELD, FileState.PENDING);
    table.bucket(
        "Failed or rejected",
        sum(files, FileState.FAILED, FileState.CONFLICT, FileState.UNREADABLE, FileState.REJECTED),
        null);
    items(table, files, FileState.FAILED, FileState.CONFLICT, FileState.UNREADABLE);
    summary.rejections().forEach((reason, count) -> table.item(reason, count, null));
  }

  private void printStudies(JournalSummary summary) {
    RunResult.Studies studies = summary.studies();
    out.println();
    out.println("Studies: " + ResultText.line(studies));
    summary.incomplete().stream()
        .limit(STUDIES_SHOWN)
        .forEach(
            study ->
                out.printf(
                    "  %s: %s (%s delivered, %s missing)%n",
                    study.studyInstanceUid(),
                    study.why(),
                    Quantity.count(study.delivered()),
                    Quantity.count(study.missing())));
    long more = studies.incomplete() + studies.completeExceptRejected() - STUDIES_SHOWN;
    if (more > 0) {
      out.println("  and " + Quantity.count(more) + " more; --incomplete lists them all");
    }
  }

  private void printRuns(JournalSummary summary) {
    out.println();
    out.println(summary.runs().isEmpty() ? "No run yet." : "Last runs, newest first");
    for (JournalSummary.RunLine run : summary.runs()) {
      out.printf(
          "  %s  %s, %s%n",
          run.name(),
          end(run, summary),
          run.dryRun()
              ? "dry run"
              : Quantity.of(run.uploaded(), "instance", "instances") + " uploaded");
    }
  }

  private static String end(JournalSummary.RunLine run, JournalSummary summary) {
    Instant finished = run.finished();
    Integer exit = run.exit();
    if (finished == null || exit == null) {
      boolean isNewest = run.equals(summary.runs().get(0));
      return isNewest && summary.holder() != null ? "running" : "killed";
    }
    Duration took = Duration.between(run.started(), finished);
    // Version 1.0 recorded the time of day, which may have been changed during the run.
    return "exit "
        + exit
        + (took.isNegative()
            ? ", its clock was set back during the run"
            : " after " + Quantity.duration(took));
  }

  private static void items(Table table, Map<FileState, Long> files, FileState... states) {
    for (FileState state : states) {
      table.item(state.code(), files.getOrDefault(state, 0L), null);
    }
  }

  private static long sum(Map<FileState, Long> files, FileState... states) {
    long sum = 0;
    for (FileState state : states) {
      sum += files.getOrDefault(state, 0L);
    }
    return sum;
  }
}
