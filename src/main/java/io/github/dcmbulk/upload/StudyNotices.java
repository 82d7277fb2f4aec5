package io.github.dcmbulk.upload;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.StudyState;
import java.util.BitSet;

/**
 * Says which studies go again whole and why, and which were begun before all of them was found.
 * Names the first few; a run that meets thousands says so once. Used by the dispatcher's thread.
 */
final class StudyNotices {
  private static final int NAMED = 20;

  private final UploadListener listener;

  /** One bit a study: the journal numbers them from one. */
  private final BitSet begun = new BitSet();

  private long again;
  private long split;

  StudyNotices(UploadListener listener) {
    this.listener = listener;
  }

  /** A delivery of the study begins. */
  void begin(StudyState study, boolean resend) {
    int id = Math.toIntExact(study.id());
    if (begun.get(id) && study.pending() > 0 && !study.broken()) {
      tell(
          ++split,
          "study "
              + study.uid()
              + " is split over directories far apart: more of it was found"
              + " after it was begun",
          "more studies are split over directories far apart");
    }
    if (resend) {
      tell(
          ++again,
          "study " + study.uid() + " goes again whole: " + why(study),
          "more studies go again whole");
    }
    begun.set(id);
  }

  private static String why(StudyState study) {
    if (study.broken()) {
      return "a pause broke its last delivery";
    }
    return study.complete()
        ? "it has grown since it was delivered"
        : "its last delivery was interrupted";
  }

  private void tell(long number, String named, String more) {
    if (number <= NAMED) {
      listener.on(new UploadEvent.Notice(false, named));
    } else if (number == NAMED + 1) {
      listener.on(new UploadEvent.Notice(false, more));
    }
  }
}
