package io.github.dcmbulk.upload.study;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.model.Count;
import io.github.dcmbulk.model.RunResult.Noted;
import io.github.dcmbulk.model.RunResult.NotedStudy;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Reports which studies are sent again as a whole and why, and which were started before all their
 * files were found; keeps the first of them for the result. Thread-safe.
 */
public final class StudyNotices {
  private static final int MOST_SAID = 50;

  private final UploadListener listener;
  private int said;

  /** One bit for each study: the journal numbers them from one. */
  private final BitSet begun = new BitSet();

  private final Kind again = new Kind("more studies are sent again as a whole");
  private final Kind split = new Kind("more studies are split over directories far apart");

  /** Sends the notices to that listener. */
  public StudyNotices(UploadListener listener) {
    this.listener = listener;
  }

  /** A delivery of the study begins. */
  public synchronized void begin(StudyState study, boolean resend) {
    int id = Math.toIntExact(study.id());
    if (begun.get(id) && study.pending() > 0 && !study.broken() && !study.apart()) {
      split.note(
          study,
          " is split over directories far apart: ",
          "more of it was found after it was begun");
    }
    if (resend) {
      again.note(study, " is sent again as a whole: ", why(study));
    }
    begun.set(id);
  }

  /** A pause interrupted a delivery: its rest is not reported as found later. */
  public synchronized void pause(StudyState study) {
    begun.clear(Math.toIntExact(study.id()));
  }

  /** It cannot be sent without a pause in any way. */
  public synchronized void apart(StudyState study, int large, int together, double rate) {
    say(
        "study "
            + study.uid()
            + ": "
            + Count.of(large, "of its instances takes", "of its instances take")
            + " longer than --study-gap at "
            + Math.round(rate / 1000)
            + " kB/s, and only "
            + together
            + " can be sent at the same time. It is sent in parts, with --overwrite-window between"
            + " them; the service does not process them together, and it is not counted as"
            + " complete");
  }

  /** Every delivery of it was interrupted by a pause. */
  public synchronized void leave(StudyState study, int tries) {
    say(
        "study "
            + study.uid()
            + " was sent "
            + Count.of(tries, "time")
            + ", each time with a pause longer than --study-gap. It is left incomplete;"
            + " --retry-failed tries again");
  }

  /** Its last upload is in the future, by the journal. */
  public synchronized void unknownTime(StudyState study) {
    say(
        "study "
            + study.uid()
            + ": the journal says that it was sent at "
            + Instant.ofEpochMilli(study.lastPutMillis()).truncatedTo(ChronoUnit.SECONDS)
            + ", which is in the future: a clock was wrong. It is sent as a whole after"
            + " --overwrite-window from now");
  }

  private void say(String text) {
    if (said++ < MOST_SAID) {
      listener.on(new UploadEvent.Notice(true, text));
    }
  }

  /** Studies that were sent again as a whole. */
  public synchronized Noted sentAgain() {
    return again.noted();
  }

  /** Studies of which further files were found after their delivery had started. */
  public synchronized Noted split() {
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

  /**
   * Studies with the same outcome. A run that finds thousands names a few in notices, and some more
   * in its result.
   */
  private final class Kind {
    private static final int NOTICES = 20;
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
      if (studies <= NOTICES + 1) {
        String text = studies <= NOTICES ? "study " + study.uid() + what + why : more;
        listener.on(new UploadEvent.Notice(false, text));
      }
    }

    Noted noted() {
      return new Noted(studies, List.copyOf(first));
    }
  }
}
