package io.github.dcmbulk.reconcile;

import io.github.dcmbulk.journal.Statistics.FirstOf;
import io.github.dcmbulk.journal.StudyRecord;
import io.github.dcmbulk.journal.Waivers;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.sourcelist.SourceList;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares a list with a journal. Both are read once into a temporary file; totals and findings can
 * then be requested repeatedly. Used by one thread.
 */
public final class Comparison implements AutoCloseable {
  /** Findings that are kept in memory, so that the studies need not be compared again for them. */
  private static final int KEPT = 10_000;

  private final ListStore store;
  private final Waivers waivers;
  private final JournalReader journal;
  private int readings;
  private @Nullable List<ListFinding> few;

  /** Receives the studies that are not complete, or not listed. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Called once for each study; those of the list come first, in the order of their UIDs.
     *
     * @throws IOException the output cannot be written
     */
    void accept(ListFinding finding) throws IOException;

    /** Whether further studies are wanted. */
    default boolean isOpen() {
      return true;
    }
  }

  /** Keeps findings while there are few. */
  private static final class Few implements Sink {
    private final List<ListFinding> findings = new ArrayList<>();

    @Override
    public void accept(ListFinding finding) {
      findings.add(finding);
    }

    @Override
    public boolean isOpen() {
      return findings.size() <= KEPT;
    }
  }

  private Comparison(ListStore store, JournalReader journal, Waivers waivers) {
    this.store = store;
    this.journal = journal;
    this.waivers = waivers;
  }

  /**
   * Compares with that journal, which must stay open.
   *
   * @throws IOException the temporary file cannot be written
   */
  public static Comparison with(JournalReader journal, Waivers waivers) throws IOException {
    return new Comparison(ListStore.create(), journal, waivers);
  }

  /**
   * Reads the list, and checks that it can be complete.
   *
   * @param expected number of studies in the archive; null if unknown
   * @throws DcmbulkException the list cannot be read or understood, or is incomplete
   * @throws IOException the list cannot be read, or the temporary file not be written
   */
  public void read(SourceList list, @Nullable Long expected)
      throws DcmbulkException, IOException, InterruptedException {
    list.read(store);
    readings = 1;
    ListChecks.requireStudies(list, store.rows(), store.firstUnreadable(), expected);
    if (list.isLive()) {
      list.read(store.again());
      readings = 2;
      ListChecks.requireSame(list, store.differing());
    }
    if (expected != null) {
      ListChecks.requireExpected(list, store.distinct(), expected);
    }
    journal.studies().each(waivers, store::known);
    store.resolve();
  }

  /**
   * Number of studies by state.
   *
   * @throws IOException the temporary file cannot be read
   * @throws DcmbulkException the journal cannot be read
   */
  public Totals totals() throws IOException, DcmbulkException {
    Few kept = new Few();
    Totals totals = run(kept);
    few = kept.isOpen() ? List.copyOf(kept.findings) : null;
    return totals;
  }

  /**
   * Passes on every study that is not complete or not listed.
   *
   * @throws IOException the temporary file cannot be read
   * @throws DcmbulkException the journal cannot be read
   */
  public void findings(Sink sink) throws IOException, DcmbulkException {
    if (few == null) {
      run(sink);
      return;
    }
    for (ListFinding finding : few) {
      sink.accept(finding);
    }
  }

  /**
   * The first studies that are not complete or not listed, and their total number; those of the
   * list come first.
   *
   * @throws IOException the temporary file cannot be read
   * @throws DcmbulkException the journal cannot be read
   */
  public FirstOf<ListFinding> first(int most) throws IOException, DcmbulkException {
    List<ListFinding> first = new ArrayList<>();
    List<ListFinding> unlisted = new ArrayList<>();
    long[] total = {0};
    findings(
        finding -> {
          total[0]++;
          List<ListFinding> kind = finding.state() == ListedState.UNLISTED ? unlisted : first;
          if (kind.size() < most) {
            kind.add(finding);
          }
        });
    first.addAll(unlisted.subList(0, Math.min(unlisted.size(), most - first.size())));
    return new FirstOf<>(first, total[0]);
  }

  private Totals run(Sink sink) throws IOException, DcmbulkException {
    TotalsCounter counter = new TotalsCounter();
    try (ResultSet entry = store.entries();
        ResultSet known = store.studies()) {
      boolean hasEntry = entry.next();
      boolean hasKnown = known.next();
      while (hasEntry) {
        String uid = entry.getString(2);
        Long accession = ListRows.number(entry, 3);
        long several = entry.getLong(8);
        ListedGroup group = new ListedGroup();
        do {
          ListRows.add(group, entry);
          hasEntry = entry.next();
        } while (hasEntry && isSame(entry, uid, accession));
        while (uid != null && hasKnown && known.getString(1).compareTo(uid) < 0) {
          unlisted(ListRows.study(known), counter, sink);
          hasKnown = known.next();
        }
        boolean isKnown = uid != null && hasKnown && known.getString(1).equals(uid);
        listed(uid, group, several, isKnown ? ListRows.study(known) : null, counter, sink);
        hasKnown = isKnown ? known.next() : hasKnown;
      }
      while (hasKnown) {
        unlisted(ListRows.study(known), counter, sink);
        hasKnown = known.next();
      }
      return counter.totals(store, readings);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  private static boolean isSame(ResultSet entry, @Nullable String uid, @Nullable Long accession)
      throws SQLException {
    String next = entry.getString(2);
    return uid != null
        ? uid.equals(next)
        : next == null && accession != null && accession.equals(ListRows.number(entry, 3));
  }

  private void listed(
      @Nullable String uid,
      ListedGroup group,
      long several,
      @Nullable StudyRecord study,
      TotalsCounter counter,
      Sink sink)
      throws IOException, DcmbulkException {
    Ruling ruling =
        several > 1
            ? new Ruling(
                ListedState.AMBIGUOUS, "%,d studies have this accession number".formatted(several))
            : Ruling.of(group, study);
    boolean isWaived = !ruling.state().isDone() && isWaived(uid, ruling, group, study);
    counter.listed(ruling, group, study, isWaived);
    if (sink.isOpen() && !ruling.state().isDone()) {
      sink.accept(
          new ListFinding(
              uid,
              ruling.state(),
              group.line(),
              group.date() != null || study == null ? group.date() : study.date(),
              group.modalities(),
              group.instances(),
              study == null ? 0 : study.found(),
              study == null ? 0 : study.delivered(),
              study == null ? 0 : study.rejected(),
              study == null ? 0 : study.waiting(),
              reason(uid, ruling),
              isWaived));
    }
  }

  /** Whether a study is waived as a whole, or all its undelivered files are. */
  private boolean isWaived(
      @Nullable String uid, Ruling ruling, ListedGroup group, @Nullable StudyRecord study) {
    if (waivers.ofStudy(uid) != null) {
      return true;
    }
    if (study == null || ruling.state() != ListedState.REJECTED || study.isInParts()) {
      return false;
    }
    Long wanted = group.instances();
    return study.waived() == study.rejected()
        && study.waiting() == 0
        && !study.isInterrupted()
        && (wanted == null || study.delivered() + study.waived() >= wanted);
  }

  /** The reason in the journal, where it is more specific than the counts. */
  private String reason(@Nullable String uid, Ruling ruling) throws DcmbulkException {
    if (!ruling.reason().isEmpty() || uid == null) {
      return ruling.reason();
    }
    String why = journal.studies().whyIncomplete(uid);
    return why == null ? "" : why;
  }

  private void unlisted(StudyRecord study, TotalsCounter counter, Sink sink) throws IOException {
    counter.unlisted();
    if (!sink.isOpen()) {
      return;
    }
    sink.accept(
        new ListFinding(
            study.uid(),
            ListedState.UNLISTED,
            null,
            study.date(),
            null,
            null,
            study.found(),
            study.delivered(),
            study.rejected(),
            study.waiting(),
            "not on the list",
            waivers.ofStudy(study.uid()) != null));
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
