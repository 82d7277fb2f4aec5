package io.github.dcmbulk.upload.study;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.StudyRecord.Identity;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.journal.write.StudyPlaces;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.upload.settings.ContentFilter;
import io.github.dcmbulk.upload.settings.StudySelection;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Excludes studies that are not on the list, and puts those on hold whose files have another
 * accession number, patient ID or study date than the list: the files may be older than a
 * correction in the archive.
 */
public final class ListedStudiesOnly {
  /** The reason of held files, in the journal and in reports. */
  private static final String MISMATCHED = "mismatched";

  private static final long MOST_NOTICES = 20;

  private final Journal journal;
  private final @Nullable StudySelection selection;
  private final boolean holdsMismatched;
  private final UploadListener listener;
  private long noticed;
  private boolean isArranged;

  /**
   * Compares with a list.
   *
   * @param selection the list; null for none
   */
  public ListedStudiesOnly(
      Journal journal,
      ContentFilter filter,
      @Nullable StudySelection selection,
      UploadListener listener) {
    this.journal = journal;
    this.selection = selection;
    this.holdsMismatched = filter.studies() != null && filter.studies().holdsMismatched();
    this.listener = listener;
  }

  /**
   * Whether nothing of the study is to be sent now; it is held if it does not match the list.
   *
   * @throws JournalException the journal cannot be read or written
   * @throws InterruptedException the run is being stopped
   */
  public boolean leavesOut(StudyState study) throws JournalException, InterruptedException {
    if (selection == null) {
      return false;
    }
    Identity found = journal.feed().identity(study.id());
    if (!isListed(selection, study, found)) {
      return true;
    }
    List<String> differences =
        holdsMismatched ? selection.differences(study.uid(), found) : List.of();
    if (differences.isEmpty()) {
      return false;
    }
    journal.studies().hold(study.id(), MISMATCHED);
    if (noticed++ < MOST_NOTICES) {
      listener.on(
          new UploadEvent.Notice(
              true,
              "study %s is on hold: its files name another %s than the list; --send-mismatched"
                      .formatted(study.uid(), String.join(" and ", differences))
                  + " sends it"));
    }
    return true;
  }

  private static boolean isListed(StudySelection selection, StudyState study, Identity found)
      throws JournalException {
    return place(selection, study.uid(), () -> found).isPresent();
  }

  private static OptionalLong place(
      StudySelection selection, String uid, StudyPlaces.IdentitySource identity)
      throws JournalException {
    OptionalLong place = selection.place(uid, null);
    if (place.isEmpty()) {
      for (Long accession : identity.get().accessions()) {
        OptionalLong named = selection.place(uid, accession);
        if (named.isPresent() && (place.isEmpty() || named.getAsLong() < place.getAsLong())) {
          place = named;
        }
      }
    }
    return place;
  }

  /**
   * Called when all files are found: sets the places of the studies in the list once, if that is
   * the order.
   *
   * @throws JournalException the journal cannot be read or written
   * @throws InterruptedException the run is being stopped
   */
  public void arrange() throws JournalException, InterruptedException {
    StudySelection list = selection;
    if (!isArranged && list != null && journal.feed().isOrderedByList()) {
      journal.places().assign((uid, identity) -> place(list, uid, identity));
      isArranged = true;
    }
  }
}
