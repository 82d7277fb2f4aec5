package io.github.dcmbulk.console;

import io.github.dcmbulk.dicom.Explanation;
import io.github.dcmbulk.dicom.verdict.Check;
import io.github.dcmbulk.dicom.verdict.CheckFinding;
import io.github.dcmbulk.model.PassedOverReason;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.Reason;
import io.github.dcmbulk.model.Row;
import io.github.dcmbulk.model.Verdict;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** An explanation as text; contains no value of the data set. */
public final class ExplanationText {
  private static final String INDENT = " ".repeat(10);

  private final PrintWriter out;

  /** Prints to that writer. */
  public ExplanationText(PrintWriter out) {
    this.out = out;
  }

  /**
   * Prints the explanation.
   *
   * @param known the journal's row of the file; null for none
   */
  public void print(Explanation explanation, @Nullable Row known) {
    out.println(PathText.display(explanation.file().path()));
    out.println("  verdict: " + verdict(explanation.verdict()));
    if (known != null) {
      out.println(
          "  journal: "
              + known.state().code()
              + (known.reason() == null ? "" : " (" + known.reason() + ")")
              + (known.hold() == null ? "" : known.hold().words())
              + ", as of run "
              + known.run());
    }
    if (explanation.transferSyntax() != null) {
      out.println("  transfer syntax: " + explanation.transferSyntax());
    }
    for (CheckFinding finding : explanation.findings()) {
      print(finding);
    }
    out.println();
    out.flush();
  }

  private void print(CheckFinding finding) {
    Check check = finding.check();
    String section = check.section().isEmpty() ? "" : "  [" + check.section() + "]";
    out.printf("  %-7s %s%s%n", word(finding.outcome()), check.title(), section);
    if (finding.outcome() != CheckFinding.Outcome.PASSED) {
      out.println(INDENT + "found: " + found(finding));
      out.println(INDENT + "usual cause: " + finding.advice().cause());
      out.println(INDENT + "what to do: " + finding.advice().remedy());
    }
  }

  private static String found(CheckFinding finding) {
    StringBuilder text = new StringBuilder(String.valueOf(finding.name()));
    if (finding.tag() != null) {
      text.append(", element ").append(finding.tag());
    }
    if (finding.offset() >= 0) {
      text.append(", byte ").append(finding.offset());
    }
    if (!finding.detail().isEmpty()) {
      text.append(": ").append(finding.detail());
    }
    return text.toString();
  }

  private static String word(CheckFinding.Outcome outcome) {
    return switch (outcome) {
      case PASSED -> "ok";
      case WARNED -> "odd";
      case FAILED -> "WRONG";
    };
  }

  private static String verdict(Verdict verdict) {
    Reason reason = verdict.reason();
    return switch (verdict.kind()) {
      case INSTANCE -> "to be sent";
      case NOT_DICOM ->
          verdict.passedOver() == PassedOverReason.ARCHIVE
              ? "skipped: an archive; archives are not opened"
              : "not DICOM data, skipped";
      case UNREADABLE -> "unreadable";
      case REJECTED -> "rejected" + (reason == null ? "" : ": " + reason.code());
    };
  }
}
