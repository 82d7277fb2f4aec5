package io.github.dcmbulk.cli.run;

import io.github.dcmbulk.event.UploadEvent;
import java.time.Duration;

/** Events that the progress shows as a line of text; the log has them with their fields. */
public final class ShownEvents {
  private ShownEvents() {}

  /** The event as it is shown. */
  public static UploadEvent of(UploadEvent event) {
    if (event instanceof UploadEvent.Controlled changed) {
      return new UploadEvent.Notice(false, changed.done() + " (" + changed.by() + ")");
    }
    if (event instanceof UploadEvent.JournalAway away) {
      return new UploadEvent.Notice(
          true,
          away.why() + "; nothing is begun until it is back, for up to " + words(away.patience()));
    }
    if (event instanceof UploadEvent.JournalBack back) {
      return new UploadEvent.Notice(
          false, "the journal's database is back after " + words(back.after()));
    }
    return event;
  }

  private static String words(Duration time) {
    return time.compareTo(Duration.ofMinutes(2)) < 0
        ? time.toSeconds() + " s"
        : time.toMinutes() + " min";
  }
}
