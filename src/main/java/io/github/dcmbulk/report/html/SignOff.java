package io.github.dcmbulk.report.html;

import io.github.dcmbulk.journal.Statistics.FirstOf;
import io.github.dcmbulk.journal.Waiver;
import io.github.dcmbulk.reconcile.ListFinding;
import io.github.dcmbulk.reconcile.Totals;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a page that are signed.
 *
 * @param waivers the waivers
 * @param list comparison with a list; null if there was none
 */
public record SignOff(List<Waiver> waivers, @Nullable ListResult list) {
  /** Copies the list. */
  public SignOff {
    waivers = List.copyOf(waivers);
  }

  /**
   * Result of a comparison with a list.
   *
   * @param name name of the list
   * @param totals studies by state
   * @param findings studies that are not complete, or not listed
   */
  public record ListResult(String name, Totals totals, FirstOf<ListFinding> findings) {}
}
