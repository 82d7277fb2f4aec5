package io.github.dcmbulk.console;

import io.github.dcmbulk.model.Concurrency;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.RunResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run's result for people: four buckets with counts by reason and one example each, incomplete
 * studies and why, and what to do next. What was skipped on purpose never stands among what went
 * wrong, or nobody would read that.
 */
public final class ResultText {
  private static final int STUDIES_SHOWN = 10;

  private final PrintWriter out;
  private final Examples examples;

  /**
   * Commands that a person can copy.
   *
   * @param again goes on with this run
   * @param report shows every file's fate
   */
  public record Commands(String again, String report) {}

  /** Prints there, with those examples. */
  public ResultText(PrintWriter out, Examples examples) {
    this.out = out;
    this.examples = examples;
  }

  /** Prints what a run would have sent. */
  public void printDryRun(RunResult result, Commands commands) {
    out.println("Dry run " + result.run() + ": nothing was sent, and nothing asked of the service");
    out.println();
    printBuckets(result, Duration.ZERO);
    out.println();
    long pending = result.instances().pending();
    out.printf(
        "Would be sent:    %s of %s, with %s and as many uploads%n",
        Quantity.of(pending, "instance", "instances"),
        Quantity.of(result.studies().incomplete(), "study", "studies"),
        Quantity.of(pending, "presign request", "presign requests"));
    out.println("Every file:       " + commands.report());
    out.flush();
  }

  /** Prints the whole result. */
  public void print(RunResult result, Commands commands) {
    Duration elapsed = Duration.between(result.started(), result.finished());
    out.println("Run " + result.run() + ", " + Quantity.duration(elapsed));
    out.println();
    printBuckets(result, elapsed);
    printStudies(result.studies(), result.incomplete());
    printConcurrency(result.concurrency());
    out.println();
    out.println(verdict(result) + " (exit " + result.exit() + ").");
    printNext(result, commands);
    out.flush();
  }

  private void printBuckets(RunResult result, Duration elapsed) {
    RunResult.Files files = result.files();
    RunResult.Instances instances = result.instances();
    Table table = new Table(out);
    table.bucket(
        "Delivered", instances.uploaded() + instances.alreadyUploaded(), rate(result, elapsed));
    table.item("uploaded now", instances.uploaded(), null);
    table.item("already uploaded", instances.alreadyUploaded(), null);
    table.bucket(
        "Skipped on purpose", files.notDicom() + files.excluded() + instances.duplicate(), null);
    table.item("not DICOM", files.notDicom(), example(examples.of(FileState.NOT_DICOM)));
    table.item("excluded", files.excluded(), example(examples.of(FileState.EXCLUDED)));
    table.item("duplicate", instances.duplicate(), example(examples.of(FileState.DUPLICATE)));
    table.bucket("Held for a later run", instances.held() + instances.pending(), null);
    table.item("study may still grow", instances.held(), example(examples.of(FileState.HELD)));
    table.item("pending", instances.pending(), null);
    table.bucket(
        "Failed or rejected",
        instances.failed() + instances.conflict() + files.rejected() + files.unreadable(),
        null);
    table.item("failed", instances.failed(), example(examples.of(FileState.FAILED)));
    table.item("conflict", instances.conflict(), example(examples.of(FileState.CONFLICT)));
    table.item("unreadable", files.unreadable(), example(examples.of(FileState.UNREADABLE)));
    result.rejections().entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(
            reason ->
                table.item(
                    reason.getKey(), reason.getValue(), example(examples.of(reason.getKey()))));
  }

  private void printStudies(RunResult.Studies studies, List<RunResult.IncompleteStudy> incomplete) {
    out.println();
    out.printf(
        "Studies: %s found, %s complete, %s incomplete%n",
        Quantity.count(studies.found()),
        Quantity.count(studies.complete()),
        Quantity.count(studies.incomplete()));
    for (RunResult.IncompleteStudy study :
        incomplete.subList(0, Math.min(incomplete.size(), STUDIES_SHOWN))) {
      out.printf(
          "  %s: %s (%s delivered, %s missing)%n",
          study.studyInstanceUid(),
          study.why(),
          Quantity.count(study.delivered()),
          Quantity.count(study.missing()));
    }
    long more = studies.incomplete() - Math.min(incomplete.size(), STUDIES_SHOWN);
    if (more > 0) {
      out.println("  and " + Quantity.count(more) + " more");
    }
  }

  /** What the run found out; what the user has set is no news. */
  private void printConcurrency(@Nullable Concurrency concurrency) {
    if (concurrency != null && concurrency.mode().equals("auto")) {
      out.printf(
          "In flight: %s at once, at most %s (%s)%n",
          Quantity.of(concurrency.limit(), "instance", "instances"),
          Quantity.count(concurrency.most()),
          concurrency.why());
    }
  }

  private void printNext(RunResult result, Commands commands) {
    RunResult.Problem problem = result.problem();
    if (problem != null) {
      out.println("What to do first: " + problem.remedy());
    }
    RunResult.Instances instances = result.instances();
    if (instances.held() + instances.pending() + instances.failed() > 0 || result.exit() >= 128) {
      out.println("To go on:         " + commands.again());
    }
    out.println("Every file:       " + commands.report());
  }

  private static String verdict(RunResult result) {
    RunResult.Problem problem = result.problem();
    return switch (result.exit()) {
      case 0 -> "Everything that is to be delivered now is delivered";
      case 1 -> "Some instances could not be delivered; run again to continue";
      case 6 -> "Everything sendable is delivered, but some DICOM files were rejected";
      case 130 -> "Stopped by SIGINT; the journal knows how far it went";
      case 143 -> "Stopped by SIGTERM; the journal knows how far it went";
      default -> problem == null ? "The run could not go on" : problem.what();
    };
  }

  private static @Nullable String rate(RunResult result, Duration elapsed) {
    if (result.instances().uploaded() == 0) {
      return null;
    }
    long perSecond = result.uploadedBytes() * 1000 / Math.max(elapsed.toMillis(), 1);
    return Quantity.bytes(result.uploadedBytes()) + ", " + Quantity.bytes(perSecond) + "/s";
  }

  private static @Nullable String example(@Nullable String file) {
    return file == null ? null : "e.g. " + file;
  }
}
