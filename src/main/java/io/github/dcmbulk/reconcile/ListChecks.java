package io.github.dcmbulk.reconcile;

import io.github.dcmbulk.model.Count;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.sourcelist.SourceList;
import io.github.dcmbulk.sourcelist.SourceList.UnreadableRow;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether a list can be complete: archives shorten long answers without a warning. Nothing
 * is compared with an incomplete list.
 *
 * <p>A method throws {@link UsageException} when the list may be incomplete.
 */
final class ListChecks {
  private ListChecks() {}

  /**
   * Refuses a list without studies, unless 0 are expected.
   *
   * @param unreadable the first row that cannot be read; null for none
   */
  static void requireStudies(
      SourceList list, long rows, @Nullable UnreadableRow unreadable, @Nullable Long expected)
      throws DcmbulkException {
    if (rows > 0 || (unreadable == null && expected != null && expected == 0)) {
      return;
    }
    String what =
        unreadable == null
            ? list.name() + " lists no study"
            : "no row of %s can be read; line %d: %s"
                .formatted(list.name(), unreadable.line(), unreadable.why());
    if (list.isLive()) {
      throw new ServiceUnreachableException(
          what, "check whether this user may read the studies, and the server's log");
    }
    throw new UsageException(what, "check the list, and export it again");
  }

  /** Refuses a list that is shorter than expected. */
  static void requireExpected(SourceList list, long studies, long expected)
      throws DcmbulkException {
    if (studies < expected) {
      throw new ServiceUnreachableException(
          "%s lists %s, and --expected is %,d: it is incomplete"
              .formatted(list.name(), Count.of(studies, "study", "studies"), expected),
          "raise the archive's limit on results, or list parts by study date and join them;"
              + " nothing was compared");
    }
  }

  /** Refuses a list that differs between two readings. */
  static void requireSame(SourceList list, long differing) throws DcmbulkException {
    if (differing > 0) {
      throw new ServiceUnreachableException(
          "%s was read twice, and %s in one answer only"
              .formatted(list.name(), Count.of(differing, "study was", "studies were")),
          "compare when nothing is stored or deleted there, or with a list in a file; nothing was"
              + " compared");
    }
  }
}
