package io.github.dcmbulk.console;

import io.github.dcmbulk.doctor.StepFinding;
import java.io.PrintWriter;

/** Findings of {@code doctor} as text, one or two lines each. */
public final class FindingText {
  private static final String UNDER = " ".repeat(23);

  private final PrintWriter out;

  /** Prints to that writer. */
  public FindingText(PrintWriter out) {
    this.out = out;
  }

  /** Prints a finding and flushes. */
  public void print(StepFinding finding) {
    boolean isAddress = finding.step().equals("dns") && finding.status() == StepFinding.Status.OK;
    String separator = isAddress ? " = " : ": ";
    String target = finding.target().isEmpty() ? "" : finding.target() + separator;
    out.printf("%-8s %-13s %s%s%n", word(finding), finding.step(), target, finding.what());
    if (finding.remedy() != null) {
      out.println(UNDER + "try: " + finding.remedy());
    }
    out.flush();
  }

  private static String word(StepFinding finding) {
    return switch (finding.status()) {
      case OK -> "ok";
      case WARNING -> "warning";
      case FAILED -> "FAILED";
      case SKIPPED -> "skipped";
    };
  }
}
