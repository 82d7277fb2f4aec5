package io.github.dcmbulk.console;

import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.reconcile.Comparison;
import io.github.dcmbulk.reconcile.ListFinding;
import io.github.dcmbulk.reconcile.ListedState;
import io.github.dcmbulk.reconcile.Totals;
import io.github.dcmbulk.sourcelist.SourceList.UnreadableRow;
import java.io.IOException;
import java.io.PrintWriter;

/** Result of the comparison with a list, as text. */
public final class ReconcileText {
  private final PrintWriter out;

  /** Prints to that writer. */
  public ReconcileText(PrintWriter out) {
    this.out = out;
  }

  /**
   * Prints the totals and every study that is not complete.
   *
   * @param list name of the list
   * @throws IOException the temporary file of the comparison cannot be read
   * @throws DcmbulkException the journal cannot be read
   */
  public void print(String list, Comparison comparison, Totals totals)
      throws IOException, DcmbulkException {
    out.println("The list " + list + " and the journal");
    out.println();
    Table table = new Table(out);
    table.bucket("Studies listed", totals.listed(), null);
    table.item("complete", totals.of(ListedState.COMPLETE), "as many instances as listed");
    table.item("delivered", totals.of(ListedState.DELIVERED), "the list gives no count");
    table.item("short", totals.of(ListedState.SHORT), "fewer instances than listed");
    table.item("surplus", totals.of(ListedState.SURPLUS), "more instances than listed");
    table.item("missing", totals.of(ListedState.MISSING), "no file was found");
    table.item("rejected", totals.of(ListedState.REJECTED), "files rejected or refused");
    table.item("waiting", totals.of(ListedState.WAITING), "a later run delivers");
    table.item(
        "mismatched",
        totals.of(ListedState.MISMATCHED),
        "files name another patient, study date or accession");
    table.item(
        "ambiguous",
        totals.of(ListedState.AMBIGUOUS),
        "several studies have that accession number");
    table.bucket("Waived", totals.waived(), null);
    table.bucket("Open", totals.open(), null);
    table.bucket("Not on the list", totals.of(ListedState.UNLISTED), null);
    if (totals.duplicates() > 0) {
      table.bucket("Rows that repeat a study", totals.duplicates(), null);
    }
    if (totals.unreadable() > 0) {
      table.bucket("Rows that cannot be read", totals.unreadable(), null);
    }
    printRows(totals);
    printFindings(comparison);
    out.println();
    out.println(verdict(totals));
    out.flush();
  }

  private void printRows(Totals totals) {
    if (totals.unreadable() == 0) {
      return;
    }
    out.println();
    out.println("Rows that cannot be read:");
    for (UnreadableRow row : totals.unreadableRows()) {
      out.printf("  line %d: %s%n", row.line(), row.why());
    }
    long more = totals.unreadable() - totals.unreadableRows().size();
    if (more > 0) {
      out.println("  and " + Quantity.of(more, "other row", "other rows"));
    }
  }

  private void printFindings(Comparison comparison) throws IOException, DcmbulkException {
    boolean[] any = {false};
    comparison.findings(
        finding -> {
          if (!any[0]) {
            any[0] = true;
            out.println();
            out.println("Studies that are not complete, or not on the list:");
          }
          out.println("  " + line(finding));
        });
  }

  private static String line(ListFinding finding) {
    StringBuilder line = new StringBuilder();
    line.append(finding.uid() == null ? "(no UID)" : finding.uid());
    line.append("  ").append(finding.state().code());
    if (finding.isWaived()) {
      line.append(" (waived)");
    }
    if (finding.line() != null) {
      line.append("  line ").append(finding.line());
    }
    if (finding.listed() != null) {
      line.append(
          ", %s of %s delivered"
              .formatted(Quantity.count(finding.delivered()), Quantity.count(finding.listed())));
    }
    return line.append(": ").append(finding.reason()).toString();
  }

  private static String verdict(Totals totals) {
    if (totals.unknown() > 0 && totals.isAccountedFor()) {
      return "Every listed study is accounted for by its UID and count.";
    }
    if (totals.isAccountedFor()) {
      return totals.waived() == 0
          ? "Every listed study is delivered."
          : "Every listed study is delivered or waived.";
    }
    if (totals.open() == 0) {
      return "Correct the rows that cannot be read, and compare again.";
    }
    return Quantity.of(totals.open(), "listed study is open", "listed studies are open")
        + ". Deliver what can be delivered; `dcmbulk waive` takes responsibility for the rest.";
  }
}
