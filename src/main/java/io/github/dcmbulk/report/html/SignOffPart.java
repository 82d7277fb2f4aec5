package io.github.dcmbulk.report.html;

import io.github.dcmbulk.journal.Statistics.FirstOf;
import io.github.dcmbulk.journal.Waiver;
import io.github.dcmbulk.reconcile.ListFinding;
import io.github.dcmbulk.reconcile.ListedState;
import io.github.dcmbulk.reconcile.Totals;
import io.github.dcmbulk.report.html.Page.ComparedList;
import io.github.dcmbulk.report.html.Page.Conclusion;
import io.github.dcmbulk.report.html.Page.FindingRow;
import io.github.dcmbulk.report.html.Page.Listed;
import io.github.dcmbulk.report.html.Page.Stat;
import io.github.dcmbulk.report.html.Page.WaiverRow;
import io.github.dcmbulk.report.html.SignOff.ListResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of the page that is signed: the list, the waivers, and what is open.
 *
 * @param open files that are neither delivered nor waived, by the journal
 */
record SignOffPart(SignOff signOff, Format format, long open) {

  /** What is open; shown in red at the beginning and above the signature if anything is. */
  Conclusion verdict() {
    ListResult list = signOff.list();
    if (list == null) {
      return open == 0
          ? new Conclusion(false, "Nothing is open", "All that was found is delivered or waived.")
          : new Conclusion(
              true, "Open: " + Format.of(open, "file", "files"), "Neither delivered nor waived.");
    }
    Totals totals = list.totals();
    long rows = totals.unreadable();
    if (totals.open() == 0 && rows == 0) {
      return new Conclusion(
          false, "Nothing is open", "Every study of the list is delivered or waived.");
    }
    String more =
        rows == 0 ? "" : " and " + Format.of(rows, "row cannot be read", "rows cannot be read");
    return new Conclusion(
        true,
        "Open: " + Format.of(totals.open(), "listed study", "listed studies") + more,
        "Neither delivered nor waived; see “The archive's own list”.");
  }

  String statement() {
    return verdict().bad()
        ? "The totals above were compared with the source. They are not accepted while the items"
            + " above are open."
        : "The totals above were compared with the source and are accepted, with the exceptions"
            + " listed under “Waived”.";
  }

  @Nullable ComparedList list() {
    ListResult list = signOff.list();
    if (list == null) {
      return null;
    }
    Totals totals = list.totals();
    return new ComparedList(
        list.name(),
        List.of(
            new Stat("studies listed", Format.count(totals.listed()), repeated(totals)),
            new Stat("complete or delivered", Format.count(totals.done()), delivered(totals)),
            new Stat("waived", Format.count(totals.waived()), ""),
            new Stat(
                "open",
                Format.count(totals.open()),
                totals.unreadable() == 0
                    ? ""
                    : Format.of(totals.unreadable(), "row", "rows") + " cannot be read")),
        unknown(totals),
        findings(list.findings()));
  }

  private static String repeated(Totals totals) {
    return totals.duplicates() == 0
        ? ""
        : "and " + Format.of(totals.duplicates(), "row", "rows") + " that repeat one";
  }

  private static String delivered(Totals totals) {
    long uncounted = totals.of(ListedState.DELIVERED);
    return uncounted == 0 ? "" : Format.count(uncounted) + " without a count to compare";
  }

  private static String unknown(Totals totals) {
    return totals.unknown() == 0
        ? ""
        : "Accession number, patient ID and study date of "
            + Format.of(totals.unknown(), "study", "studies")
            + " were not compared: their files were checked by an older dcmbulk.";
  }

  private static Listed<FindingRow> findings(FirstOf<ListFinding> findings) {
    List<FindingRow> rows =
        findings.items().stream()
            .map(
                f ->
                    new FindingRow(
                        f.uid() == null ? "line " + f.line() : f.uid(),
                        f.isWaived() ? f.state().code() + ", waived" : f.state().code(),
                        f.listed() == null ? Format.NONE : Format.count(f.listed()),
                        Format.count(f.found()),
                        Format.count(f.delivered()),
                        f.reason(),
                        !f.isWaived() && f.state() != ListedState.UNLISTED))
            .toList();
    String more =
        findings.total() > rows.size()
            ? "Shown are %s of %s studies; `dcmbulk reconcile --output csv` lists all."
                .formatted(Format.count(rows.size()), Format.count(findings.total()))
            : null;
    return new Listed<>(rows, more);
  }

  Listed<WaiverRow> waivers() {
    return new Listed<>(signOff.waivers().stream().map(this::row).toList(), null);
  }

  private WaiverRow row(Waiver waiver) {
    return new WaiverRow(
        Format.count(waiver.id()),
        waiver.subject(),
        waiver.reason(),
        waiver.by(),
        format.minute(waiver.at()),
        waiver.undoneAt() == null
            ? ""
            : "taken back by %s, %s"
                .formatted(waiver.undoneBy(), format.minute(waiver.undoneAt())));
  }
}
