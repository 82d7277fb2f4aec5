package io.github.dcmbulk.console;

import io.github.dcmbulk.model.Concurrency;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.IntegrityCounts;
import io.github.dcmbulk.model.PassedOverReason;
import io.github.dcmbulk.model.RunResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run's result as text: four groups with counts by reason and one example each, incomplete
 * studies with reasons, and what to do next. Skipped files are separate from failures, so that
 * failures are found quickly. It has every figure of the JSON result.
 */
public final class ResultText {
  private static final int STUDIES_SHOWN = 10;

  private final PrintWriter out;
  private final int columns;
  private final Examples examples;

  /**
   * Commands for the user to copy.
   *
   * @param again continues this run
   * @param report shows the status of every file
   * @param studies lists every study that is not complete
   * @param explain shows what is wrong with one rejected file; null if none was rejected
   * @param refused instances that the service refused permanently; only {@code retry} sends them
   * @param retry continues this run and sends the refused instances again
   * @param selective whether options such as {@code --modality} exclude files
   */
  public record NextCommands(
      String again,
      String report,
      String studies,
      @Nullable String explain,
      long refused,
      String retry,
      boolean selective) {
    /** Without refused instances and without options that exclude files. */
    public NextCommands(String again, String report, String studies, @Nullable String explain) {
      this(again, report, studies, explain, 0, again, false);
    }
  }

  /**
   * Prints to that writer, with those examples.
   *
   * @param columns wanted width of lines; {@link Table#ANY_WIDTH} if the output is not a terminal
   */
  public ResultText(PrintWriter out, int columns, Examples examples) {
    this.out = out;
    this.columns = columns;
    this.examples = examples;
  }

  /** Prints the result of a dry run. */
  public void printDryRun(RunResult result, NextCommands commands) {
    out.println("Dry run " + result.run() + ": nothing was sent; the service was not contacted");
    out.println();
    printBuckets(result, Duration.ZERO, true);
    out.println();
    printRemarks(result.remarks());
    long pending = result.instances().pending();
    out.printf(
        "Would be sent:    %s; %s: %s for URLs, %s%n",
        Quantity.of(pending, "instance", "instances"),
        Quantity.of(2 * pending, "request", "requests"),
        Quantity.count(pending),
        Quantity.of(pending, "upload", "uploads"));
    if (result.sentAgain().studies() > 0) {
      out.printf(
          "Sent again:       also what was delivered before of %s%n",
          Quantity.of(result.sentAgain().studies(), "study", "studies"));
    }
    printHolds(result.incomplete());
    printCommand("Status of every file", commands.report());
    out.flush();
  }

  private void printHolds(List<RunResult.IncompleteStudy> incomplete) {
    List<RunResult.IncompleteStudy> held =
        incomplete.stream().filter(study -> study.hold() != null).limit(STUDIES_SHOWN).toList();
    if (!held.isEmpty()) {
      out.println("On hold:");
      held.forEach(this::printStudy);
    }
  }

  private void printStudy(RunResult.IncompleteStudy study) {
    out.println("  " + study.studyInstanceUid());
    out.printf(
        "    %s delivered, %s missing: %s%n",
        Quantity.count(study.delivered()), Quantity.count(study.missing()), study.why());
  }

  /** Prints the whole result. */
  public void print(RunResult result, NextCommands commands) {
    Duration elapsed = Duration.between(result.started(), result.finished());
    out.println("Run " + result.run() + ", " + Quantity.duration(elapsed));
    out.println();
    printBuckets(result, elapsed, false);
    out.println();
    printTotals(result, commands);
    printRemarks(result.remarks());
    out.println();
    out.println(ResultVerdict.of(result, commands) + " (exit " + result.exit() + ").");
    printNext(result, commands);
    out.flush();
  }

  private void printBuckets(RunResult result, Duration elapsed, boolean dryRun) {
    RunResult.Files files = result.files();
    RunResult.Instances instances = result.instances();
    Table table = new Table(out, columns);
    table.bucket(
        "Delivered", instances.uploaded() + instances.alreadyUploaded(), rate(result, elapsed));
    table.item("uploaded now", instances.uploaded(), null);
    table.item("delivered before", instances.alreadyUploaded(), null);
    table.bucket(
        "Skipped on purpose", files.notDicom() + files.excluded() + instances.duplicate(), null);
    table.item("not DICOM", files.notDicom(), example(examples.of(FileState.NOT_DICOM)));
    table.item("excluded", files.excluded(), example(examples.of(FileState.EXCLUDED)));
    table.item("duplicate", instances.duplicate(), example(examples.of(FileState.DUPLICATE)));
    if (dryRun) {
      table.bucket("Would be sent", instances.pending(), null);
    }
    table.bucket(
        "Held for a later run", instances.held() + (dryRun ? 0 : instances.pending()), null);
    table.item("on hold", instances.held(), example(examples.of(FileState.HELD)));
    if (!dryRun) {
      table.item("not sent yet", instances.pending(), null);
    }
    table.bucket(
        "Failed or rejected",
        instances.failed() + instances.conflict() + files.rejected() + files.unreadable(),
        null);
    table.item("failed", instances.failed(), example(examples.of(FileState.FAILED)));
    table.item("conflict", instances.conflict(), example(examples.of(FileState.CONFLICT)));
    table.item("unreadable", files.unreadable(), example(examples.of(FileState.UNREADABLE)));
    result.rejections().entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(
            reason ->
                table.item(
                    reason.getKey(), reason.getValue(), example(examples.of(reason.getKey()))));
  }

  private void printTotals(RunResult result, NextCommands commands) {
    RunResult.Files files = result.files();
    out.printf(
        "Files:    %s found, %s%s%n",
        Quantity.count(files.found()),
        Quantity.of(files.instances(), "instance", "instances"),
        files.rejected() == 0 ? "" : ", " + Quantity.count(files.rejected()) + " rejected");
    RunResult.Requests requests = result.requests();
    if (requests.token() + requests.presign() + requests.put() > 0) {
      out.printf(
          "Requests: %s, %s, %s, %s%n",
          Quantity.of(requests.token(), "token", "tokens"),
          Quantity.of(requests.presign(), "presigned URL", "presigned URLs"),
          Quantity.of(requests.put(), "upload", "uploads"),
          Quantity.of(requests.retries(), "retry", "retries"));
    }
    Concurrency concurrency = result.concurrency();
    if (concurrency != null) {
      out.printf(
          "Parallel uploads: %s at the end, %s at most%n",
          Quantity.count(concurrency.limit()), Quantity.count(concurrency.most()));
    }
    printIntegrity(result.integrity());
    printStudies(result, commands);
  }

  /**
   * Prints a line about instances whose digest could not be compared; nothing if there are none.
   */
  private void printIntegrity(IntegrityCounts integrity) {
    if (integrity.none() > 0) {
      out.printf(
          "Integrity: %s confirmed only by status and TLS, as the store's answer had no MD5"
              + " and no"
              + " checksum to compare (compared: %s by ETag, %s by checksum)%n",
          Quantity.of(integrity.none(), "instance", "instances"),
          Quantity.count(integrity.etag()),
          Quantity.count(integrity.checksum()));
    }
  }

  /**
   * Prints studies of which something was delivered, because they are incomplete until the next
   * run; the others are only counted.
   */
  private void printStudies(RunResult result, NextCommands commands) {
    RunResult.Studies studies = result.studies();
    out.println("Studies:  " + line(studies));
    List<RunResult.IncompleteStudy> shown =
        result.incomplete().stream()
            .filter(study -> !isUntouched(study))
            .sorted(Comparator.comparing(study -> study.delivered() == 0))
            .limit(STUDIES_SHOWN)
            .toList();
    shown.forEach(this::printStudy);
    long more = studies.incomplete() + studies.completeExceptRejected() - shown.size();
    if (more > 0) {
      String which = shown.isEmpty() ? "to list them" : "and " + Quantity.count(more) + " more";
      out.println("  " + which + ": " + commands.studies());
    }
    printNoted("sent again as a whole", result.sentAgain());
    printNoted("split over directories far apart", result.split());
  }

  /** Prints files that were found and not opened, and other facts that the totals do not show. */
  private void printRemarks(RunResult.Remarks remarks) {
    remarks
        .passedOver()
        .forEach(
            (reason, files) ->
                PassedOverReason.ofCode(reason)
                    .ifPresent(known -> out.println("Note:     " + known.sentence(files))));
    remarks.lines().forEach(line -> out.println("Note:     " + Cells.safe(line)));
  }

  /** Studies by completeness, in one line. */
  public static String line(RunResult.Studies studies) {
    return "%s found, %s complete, %s complete except rejected files, %s incomplete"
        .formatted(
            Quantity.count(studies.found()),
            Quantity.count(studies.complete()),
            Quantity.count(studies.completeExceptRejected()),
            Quantity.count(studies.incomplete()));
  }

  private void printNoted(String what, RunResult.Noted noted) {
    for (RunResult.NotedStudy study : noted.first().stream().limit(1).toList()) {
      out.printf("  %s %s, e.g.%n", Quantity.of(noted.studies(), "study", "studies"), what);
      out.println("    " + study.studyInstanceUid());
      out.println("    " + study.why());
    }
  }

  private static boolean isUntouched(RunResult.IncompleteStudy study) {
    return study.delivered() == 0 && study.why().equals(study.missing() + " not sent yet");
  }

  private void printNext(RunResult result, NextCommands commands) {
    RunResult.Problem problem = result.problem();
    if (problem != null) {
      out.println("Do this first: " + Cells.safe(problem.remedy()) + ".");
    }
    out.println();
    RunResult.Instances instances = result.instances();
    long refused = ResultVerdict.refused(result, commands);
    long left =
        instances.held() + instances.pending() + instances.failed() + result.files().unreadable();
    if (left > refused || result.exit() >= 128) {
      printCommand("To continue", commands.again());
    }
    if (refused > 0) {
      printCommand("To send again what the service refused permanently", commands.retry());
    }
    if (commands.explain() != null) {
      printCommand("What is wrong with a rejected file", commands.explain());
    }
    if (instances.conflict() > 0) {
      out.println(
          "Different files with one SOP Instance UID: choose with --on-conflict newest or all");
    }
    printCommand("Status of every file", commands.report());
  }

  /** The command has a line of its own, so that it can be selected with a triple click. */
  private void printCommand(String purpose, String command) {
    out.println(purpose + ":");
    out.println("  " + command);
  }

  private static @Nullable String rate(RunResult result, Duration elapsed) {
    if (result.instances().uploaded() == 0) {
      return null;
    }
    long perSecond = result.uploadedBytes() * 1000 / Math.max(elapsed.toMillis(), 1);
    return Quantity.bytes(result.uploadedBytes()) + ", " + Quantity.bytes(perSecond) + "/s";
  }

  private static @Nullable String example(@Nullable String file) {
    return file == null ? null : "e.g. " + Cells.safe(file);
  }
}
