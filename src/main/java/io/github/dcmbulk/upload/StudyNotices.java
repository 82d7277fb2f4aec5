package io.github.dcmbulk.upload;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.model.RunResult.Noted;
import io.github.dcmbulk.model.RunResult.NotedStudy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Says which studies go again whole and why, and which were begun before all of them was found;
 * keeps the first of them for the result. Thread-safe.
 */
final class StudyNotices {
  private final UploadListener listener;

  /** One bit a study: the journal numbers them from one. */
  private final BitSet begun = new BitSet();

  private final Kind again = new Kind("more studies go again whole");
  private final Kind split = new Kind("more studies are split over directories far apart");

  StudyNotices(UploadListener listener) {
    this.listener = listener;
  }

  /** A delivery of the study begins. */
  synchronized void begin(StudyState study, boolean resend) {
    int id = Math.toIntExact(study.id());
    if (begun.get(id) && study.pending() > 0 && !study.broken()) {
      split.note(
          study,
          " is split over directories far apart: ",
          "more of it was found after it was begun");
    }
    if (resend) {
      again.note(study, " goes again whole: ", why(study));
    }
    begun.set(id);
  }

  /** A pause ended a delivery before its end: what is left is no news. */
  synchronized void pause(StudyState study) {
    begun.clear(Math.toIntExact(study.id()));
  }

  /** Studies that went again whole. */
  synchronized Noted sentAgain() {
    return again.noted();
  }

  /** Studies of which more was found after they had been begun. */
  synchronized Noted split() {
    return split.noted();
  }

  private static String why(StudyState study) {
    if (study.broken()) {
      return "a pause broke its last delivery";
    }
    return study.complete()
        ? "it has grown since it was delivered"
        : "its last delivery was interrupted";
  }

  /** Studies with the same fate: a run that meets thousands tells of a few, and keeps some more. */
  private final class Kind {
    private static final int TOLD = 20;
    private static final int KEPT = 100;

    private final String more;
    private final List<NotedStudy> first = new ArrayList<>();
    private long studies;

    Kind(String more) {
      this.more = more;
    }

    void note(StudyState study, String what, String why) {
      studies++;
      if (studies <= KEPT) {
        first.add(new NotedStudy(study.uid(), why));
      }
      if (studies <= TOLD + 1) {
        String text = studies <= TOLD ? "study " + study.uid() + what + why : more;
        listener.on(new UploadEvent.Notice(false, text));
      }
    }

    Noted noted() {
      return new Noted(studies, List.copyOf(first));
    }
  }
}
