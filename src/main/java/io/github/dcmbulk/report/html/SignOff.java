package io.github.dcmbulk.report.html;

import io.github.dcmbulk.journal.Figures.Some;
import io.github.dcmbulk.journal.Waiver;
import io.github.dcmbulk.reconcile.ListFinding;
import io.github.dcmbulk.reconcile.Totals;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page is signed for.
 *
 * @param waivers who took responsibility for what
 * @param list the comparison with the source's own list; null if there was none
 */
public record SignOff(List<Waiver> waivers, @Nullable ListResult list) {
  /** Copies the list. */
  public SignOff {
    waivers = List.copyOf(waivers);
  }

  /**
   * What a comparison found.
   *
   * @param name where the list comes from
   * @param totals studies by state
   * @param findings the studies that are not done, or not listed
   */
  public record ListResult(String name, Totals totals, Some<ListFinding> findings) {}
}
