package io.github.dcmbulk.report.html;

import io.github.dcmbulk.journal.RunRecord;
import io.github.dcmbulk.journal.Statistics.FirstOf;
import io.github.dcmbulk.journal.Statistics.RowTotals;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.report.html.Page.Conclusion;
import io.github.dcmbulk.report.html.Page.Stat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Top of the page: subject and result.
 *
 * @param run the run; null for all runs
 * @param sums counts of the files found
 * @param runs the runs of the journal
 * @param waived waived files by state
 */
record Headline(
    Format format,
    @Nullable RunRecord run,
    Reconciliation sums,
    FirstOf<RunRecord> runs,
    RowTotals totals,
    Map<FileState, Long> waived) {

  String title() {
    return run == null ? "Migration report" : "Upload report " + run.name();
  }

  String heading() {
    return run == null ? "Migration report" : "Upload report";
  }

  String subtitle() {
    if (run == null) {
      String first =
          runs.items().isEmpty() ? "" : ", " + format.minute(runs.items().get(0).started());
      String last =
          runs.items().size() < 2
              ? ""
              : " to " + format.minute(runs.items().get(runs.items().size() - 1).started());
      return "Everything in the journal: "
          + Format.of(runs.total(), "run", "runs")
          + (runs.total() == runs.items().size() ? first + last : "");
    }
    Instant end = run.finished();
    return "Run %s, %s to %s"
        .formatted(run.name(), format.time(run.started()), end == null ? "?" : format.time(end));
  }

  Conclusion verdict() {
    if (run != null && sums.found() == 0 && problem()) {
      return new Conclusion(
          true,
          "No file was found",
          "The run ended with exit code %d: the source may be empty or not mounted."
              .formatted(run.exit()));
    }
    if (sums.found() == 0) {
      return new Conclusion(false, "Nothing was found", "There is no file to report on.");
    }
    if (run != null && run.exit() == null) {
      return new Conclusion(
          true, "The run did not end", "It was killed, or is still running. Run it again.");
    }
    List<String> open = new ArrayList<>();
    add(open, sums.failed() - waived(FileState.FAILED), "instance failed", "instances failed");
    add(
        open,
        sums.conflict() - waived(FileState.CONFLICT),
        "instance is in conflict",
        "instances are in conflict");
    add(open, sums.pending(), "instance was not sent", "instances were not sent");
    add(
        open,
        sums.unreadable() - waived(FileState.UNREADABLE),
        "file is unreadable",
        "files are unreadable");
    if (!open.isEmpty() || problem()) {
      return new Conclusion(
          true, "Not complete", open.isEmpty() ? "The run ended early." : sentence(open));
    }
    List<String> left = new ArrayList<>();
    long rejected = sums.rejected() - waived(FileState.REJECTED);
    add(left, rejected, "DICOM file is rejected", "DICOM files are rejected");
    add(
        left,
        sums.held(),
        "instance is on hold for a later run",
        "instances are on hold for a later run");
    if (!left.isEmpty()) {
      String word =
          sums.delivered() == 0
              ? "Nothing is delivered yet"
              : sums.held() == 0
                  ? "Everything that can be sent is delivered"
                  : "All but these are delivered";
      return new Conclusion(rejected > 0, word, sentence(left));
    }
    return new Conclusion(
        false,
        "Complete",
        sums.instances() == 0
            ? "There was no instance to deliver."
            : waived.isEmpty()
                ? "Every instance that was found is delivered."
                : "Every instance that was found is delivered or waived.");
  }

  private long waived(FileState state) {
    return waived.getOrDefault(state, 0L);
  }

  /** Whether the exit code shows a problem that the counts do not show. */
  private boolean problem() {
    Integer exit = run == null ? null : run.exit();
    return exit != null && exit != 0 && exit != 6;
  }

  private static void add(List<String> parts, long count, String one, String many) {
    if (count > 0) {
      parts.add(Format.of(count, one, many));
    }
  }

  private static String sentence(List<String> parts) {
    return String.join(", ", parts) + ".";
  }

  List<Stat> stats() {
    return List.of(
        new Stat(
            run == null ? "instances delivered" : "instances uploaded",
            Format.count(sums.uploaded()),
            sums.already() > 0 && run != null
                ? "and %s by earlier runs".formatted(Format.count(sums.already()))
                : "of %s found".formatted(Format.count(sums.instances()))),
        new Stat("volume", Format.bytes(sums.bytes()), rate()),
        new Stat("studies complete", Format.count(sums.complete()), studies()),
        new Stat(
            "not delivered",
            Format.count(sums.undelivered() + sums.held() + sums.rejected() + sums.unreadable()),
            "%s rejected, %s held"
                .formatted(Format.count(sums.rejected()), Format.count(sums.held()))));
  }

  private String studies() {
    if (sums.incomplete() + sums.exceptRejected() == 0) {
      return "of %s, all".formatted(Format.count(sums.studies()));
    }
    List<String> others = new ArrayList<>();
    if (sums.exceptRejected() > 0) {
      others.add(Format.count(sums.exceptRejected()) + " complete except rejected files");
    }
    if (sums.incomplete() > 0) {
      others.add(Format.count(sums.incomplete()) + " incomplete");
    }
    return "of %s; %s".formatted(Format.count(sums.studies()), String.join(", ", others));
  }

  private String rate() {
    Instant first = totals.firstUpload();
    Instant last = totals.lastUpload();
    if (first == null || last == null) {
      return "";
    }
    if (run == null) {
      return "by " + Format.of(runs.total(), "run", "runs");
    }
    Duration time = Duration.between(first, last);
    return time.isZero()
        ? ""
        : "in %s, %s".formatted(Format.duration(time), Format.rate(sums.bytes(), time));
  }
}
