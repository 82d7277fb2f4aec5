package io.github.dcmbulk.report.html;

import io.github.dcmbulk.journal.RunFacts;
import io.github.dcmbulk.journal.Statistics.RowTotals;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.report.html.Page.CrossCheck;
import io.github.dcmbulk.report.html.Page.Equation;
import io.github.dcmbulk.report.html.Page.Fact;
import io.github.dcmbulk.report.html.Page.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * Every file found, in exactly one state (docs/behaviour.md, "States and sums"). For a run that
 * ended, its recorded counts are used, which later runs do not change; otherwise the rows are
 * counted.
 *
 * @param found all files
 * @param studies studies with an instance or a rejected DICOM file
 * @param exceptRejected studies in which only rejected files are missing
 * @param incomplete studies in which other files are missing
 * @param bytes uploaded bytes
 */
record Reconciliation(
    long found,
    long notDicom,
    long excluded,
    long unreadable,
    long rejected,
    long instances,
    long uploaded,
    long already,
    long duplicate,
    long conflict,
    long held,
    long failed,
    long pending,
    long studies,
    long complete,
    long exceptRejected,
    long incomplete,
    long bytes) {

  static Reconciliation of(RunFacts facts) {
    return new Reconciliation(
        facts.count("files.found"),
        facts.count("files.notDicom"),
        facts.count("files.excluded"),
        facts.count("files.unreadable"),
        facts.count("files.rejected"),
        facts.count("files.instances"),
        facts.count("instances.uploaded"),
        facts.count("instances.alreadyUploaded"),
        facts.count("instances.duplicate"),
        facts.count("instances.conflict"),
        facts.count("instances.held"),
        facts.count("instances.failed"),
        facts.count("instances.pending"),
        facts.count("studies.found"),
        facts.count("studies.complete"),
        facts.count("studies.completeExceptRejected"),
        facts.count("studies.incomplete"),
        facts.count("bytes.uploaded"));
  }

  static Reconciliation of(RowTotals totals, long studies, long notComplete, long exceptRejected) {
    long instances = 0;
    for (FileState state : FileState.values()) {
      instances += state.isInstance() ? totals.of(state).files() : 0;
    }
    long now = totals.uploadedNow().files();
    return new Reconciliation(
        totals.all().files(),
        totals.of(FileState.NOT_DICOM).files(),
        totals.of(FileState.EXCLUDED).files(),
        totals.of(FileState.UNREADABLE).files(),
        totals.of(FileState.REJECTED).files(),
        instances,
        now,
        totals.of(FileState.UPLOADED).files() - now,
        totals.of(FileState.DUPLICATE).files(),
        totals.of(FileState.CONFLICT).files(),
        totals.of(FileState.HELD).files(),
        totals.of(FileState.FAILED).files(),
        totals.of(FileState.PENDING).files(),
        studies,
        studies - notComplete,
        exceptRejected,
        notComplete - exceptRejected,
        totals.uploadedNow().bytes());
  }

  long delivered() {
    return uploaded + already;
  }

  /** Instances that need a decision or a later run. */
  long undelivered() {
    return conflict + failed + pending;
  }

  /** The three totals with their parts. */
  List<Equation> equations(boolean allRuns) {
    List<Part> states = new ArrayList<>();
    if (allRuns) {
      states.add(part("uploaded", delivered()));
    } else {
      states.add(part("uploaded by this run", uploaded));
      states.add(part("uploaded by earlier runs", already));
    }
    states.add(part("duplicates of these", duplicate));
    states.add(part("in conflict", conflict));
    states.add(part("held for a later run", held));
    states.add(part("failed", failed));
    states.add(part("not sent yet", pending));
    return List.of(
        equation(
            "Files",
            List.of(
                part("DICOM instances", instances),
                part("rejected DICOM files", rejected),
                part("unreadable", unreadable),
                part("not DICOM", notDicom),
                part("excluded on purpose", excluded)),
            "Files found",
            found,
            instances + rejected + unreadable + notDicom + excluded),
        equation(
            "Instances",
            states,
            "DICOM instances",
            instances,
            delivered() + duplicate + conflict + held + failed + pending),
        equation(
            "Studies",
            List.of(
                part("complete", complete),
                part("complete except rejected files", exceptRejected),
                part("incomplete", incomplete)),
            "Studies found",
            studies,
            complete + exceptRejected + incomplete));
  }

  private static Part part(String label, long value) {
    return new Part(label, Format.count(value), value == 0);
  }

  private static Equation equation(
      String caption, List<Part> parts, String label, long total, long sum) {
    boolean holds = sum == total;
    return new Equation(
        caption,
        parts,
        new Fact(label, Format.count(total)),
        holds,
        holds
            ? "✓ the parts add up to " + Format.count(sum)
            : "✗ the parts add up to " + Format.count(sum));
  }

  /** Compares two counts of the same items. */
  static CrossCheck check(String what, long one, long other) {
    boolean holds = one == other;
    String result = holds ? "✓ equal" : "✗ differ by " + Format.count(Math.abs(one - other));
    return new CrossCheck(what, Format.count(one), Format.count(other), holds, result);
  }
}
