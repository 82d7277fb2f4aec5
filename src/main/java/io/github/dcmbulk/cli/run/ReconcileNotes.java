package io.github.dcmbulk.cli.run;

import io.github.dcmbulk.console.Quantity;
import io.github.dcmbulk.reconcile.Totals;
import io.github.dcmbulk.sourcelist.SourceList;
import java.io.PrintWriter;

/** What the reader of a comparison should know about the list itself, on standard error. */
public final class ReconcileNotes {
  private static final int ROUND = 100;

  private final PrintWriter err;

  /** Prints there. */
  public ReconcileNotes(PrintWriter err) {
    this.err = err;
  }

  /** Names rows that could not be read, for readers who see the studies only. */
  public void printUnreadable(SourceList list, Totals totals) {
    if (totals.unreadable() > 0) {
      SourceList.UnreadableRow first = totals.unreadableRows().get(0);
      err.printf(
          "warning: %s of %s cannot be read, the first in line %d: %s%n",
          Quantity.of(totals.unreadable(), "row", "rows"), list.name(), first.line(), first.why());
    }
  }

  /** Prints what a reader of the comparison must know about the list. */
  public void print(SourceList list, Totals totals, boolean isExpected) {
    long listed = totals.listed();
    if (totals.unknown() > 0) {
      err.printf(
          "warning: the files of %s were checked by an older dcmbulk, which kept no digests:"
              + " accession number, patient ID and study date of these are not compared%n",
          Quantity.of(totals.unknown(), "listed study", "listed studies"));
    }
    if (!isExpected && listed >= ROUND && (listed % ROUND == 0 || listed % ROUND == 1)) {
      err.printf(
          "warning: %s lists %s, a round number: archives cut long answers; give the number of"
              + " studies that it holds with --expected%n",
          list.name(), Quantity.of(listed, "study", "studies"));
    }
  }
}
