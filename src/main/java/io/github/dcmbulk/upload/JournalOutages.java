package io.github.dcmbulk.upload;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.OutageListener;
import io.github.dcmbulk.upload.control.RunControl;
import java.time.Duration;

/** Reports outages of the journal's database, and wakes the dispatcher at their end. */
final class JournalOutages implements OutageListener {
  private final RunControl control;
  private final UploadListener listener;

  JournalOutages(RunControl control, UploadListener listener) {
    this.control = control;
    this.listener = listener;
  }

  @Override
  public void away(String why, Duration patience) {
    listener.on(new UploadEvent.JournalAway(why, patience));
  }

  @Override
  public void back(Duration after) {
    listener.on(new UploadEvent.JournalBack(after));
    control.signal();
  }
}
