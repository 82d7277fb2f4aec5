package io.github.dcmbulk.console;

import io.github.dcmbulk.journal.Waiver;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Waivers as text. */
public final class WaiverText {
  private WaiverText() {}

  /** Prints a few lines for each waiver. */
  public static void print(List<Waiver> waivers, PrintWriter out) {
    if (waivers.isEmpty()) {
      out.println("Nothing is waived.");
    }
    for (Waiver waiver : waivers) {
      out.printf(
          "%d  %s: %s%n   by %s, %s%n",
          waiver.id(),
          waiver.subject(),
          Cells.safe(waiver.reason()),
          Cells.safe(waiver.by()),
          waiver.at().truncatedTo(ChronoUnit.SECONDS));
      if (waiver.undoneAt() != null) {
        out.printf(
            "   undone by %s, %s%n",
            Cells.safe(String.valueOf(waiver.undoneBy())),
            waiver.undoneAt().truncatedTo(ChronoUnit.SECONDS));
      }
    }
  }
}
