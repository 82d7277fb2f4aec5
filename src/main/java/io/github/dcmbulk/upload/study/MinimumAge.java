package io.github.dcmbulk.upload.study;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.YoungestFile;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.upload.control.RunControl;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Holds studies whose newest file is younger than {@code --min-age} for a later run. */
public final class MinimumAge {
  private static final long MOST_NOTICES = 20;

  private final Journal journal;
  private final Duration minAge;
  private final RunControl control;
  private final UploadListener listener;
  private long noticed;

  /** Holds studies that are younger than that; zero holds none. */
  public MinimumAge(Journal journal, Duration minAge, RunControl control, UploadListener listener) {
    this.journal = journal;
    this.minAge = minAge;
    this.control = control;
    this.listener = listener;
  }

  /**
   * Holds the study if it is too young; true if it is.
   *
   * @throws JournalException the journal cannot be read or written
   * @throws InterruptedException the run is being stopped
   */
  public boolean hold(StudyState study) throws JournalException, InterruptedException {
    if (minAge.isZero() || study.pending() == 0) {
      return false;
    }
    YoungestFile youngest = journal.feed().youngest(study.id());
    if (youngest == null) {
      return false;
    }
    Instant until = Instant.ofEpochSecond(0, youngest.arrivedNanos()).plus(minAge);
    if (!control.wall().isBefore(until)) {
      return false;
    }
    journal.studies().hold(study.id(), "min-age", until, youngest.id());
    report(study, youngest, until);
    return true;
  }

  private void report(StudyState study, YoungestFile youngest, Instant until) {
    String reason =
        PathText.display(youngest.path()) + " is younger than --min-age" + why(youngest);
    listener.on(new UploadEvent.StudyHeld(study.uid(), until, reason));
    if (noticed++ < MOST_NOTICES) {
      String text =
          "study %s is on hold until %s: %s"
              .formatted(study.uid(), until.truncatedTo(ChronoUnit.SECONDS), reason);
      listener.on(new UploadEvent.Notice(false, text));
    }
  }

  /** The age by the file's own date would be different. */
  private static String why(YoungestFile youngest) {
    if (youngest.arrivedNanos() == youngest.modifiedNanos()) {
      return "";
    }
    return youngest.modifiedNanos() > youngest.arrivedNanos()
        ? " (its date is in the future: counted from when it was first seen)"
        : " (it changed after its modification time)";
  }
}
