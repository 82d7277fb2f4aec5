package io.github.dcmbulk.console;

import io.github.dcmbulk.journal.CheckFindings;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.upload.result.CheckResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;

/** Result of a check as text. */
public final class CheckText {
  private static final int NOTICES_SHOWN = 10;

  private final PrintWriter out;

  /** Prints to that writer. */
  public CheckText(PrintWriter out) {
    this.out = out;
  }

  /** Prints the result. */
  public void print(CheckResult result) {
    RunResult.Files files = result.files();
    Table table = new Table(out);
    out.printf(
        "Checked %s in %s%n%n",
        Quantity.of(files.found(), "file", "files"),
        Quantity.duration(Duration.ofMillis(Math.round(result.seconds() * 1000))));
    table.bucket("Can be sent", files.instances() - result.conflicts(), studies(result.studies()));
    table.item("of them duplicates", result.duplicates(), null);
    if (result.held() > 0) {
      table.item("of them on hold", result.held(), "their study is younger than --min-age");
    }
    table.bucket("Skipped on purpose", files.notDicom() + files.excluded(), null);
    table.item("not DICOM", files.notDicom(), null);
    table.item("excluded", files.excluded(), null);
    table.bucket("Rejected", files.rejected() + result.conflicts() + files.unreadable(), null);
    for (CheckFindings.Group group : result.rejections()) {
      table.item(group.name(), group.files(), remark(group));
    }
    table.item("conflict", result.conflicts(), "one SOP Instance UID, different content");
    table.item("unreadable", files.unreadable(), null);
    if (!result.warnings().isEmpty()) {
      out.println();
      out.println("Warnings (sent anyway, unless --strict)");
      for (CheckFindings.Group group : result.warnings()) {
        table.item(group.name(), group.files(), remark(group));
      }
    }
    printNotices(result);
    out.flush();
  }

  private void printNotices(CheckResult result) {
    if (result.splitStudies() > 0) {
      out.println();
      out.println(
          Quantity.of(result.splitStudies(), "study is", "studies are")
              + " in several directories.");
    }
    if (!result.misfiled().isEmpty()) {
      out.println();
      out.println("Possibly misfiled");
      result.misfiled().stream().limit(NOTICES_SHOWN).forEach(line -> out.println("  " + line));
      int more = result.misfiled().size() - NOTICES_SHOWN;
      if (more > 0) {
        out.println("  and " + Quantity.count(more) + " more");
      }
    }
  }

  private static String remark(CheckFindings.Group group) {
    Path example = group.example();
    return (group.studies() > 0 ? studies(group.studies()) : "study unknown")
        + (example == null ? "" : ", e.g. " + PathText.display(example));
  }

  private static String studies(long count) {
    return "in " + Quantity.of(count, "study", "studies");
  }
}
