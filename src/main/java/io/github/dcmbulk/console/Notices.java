package io.github.dcmbulk.console;

import io.github.dcmbulk.event.UploadEvent;
import java.io.PrintWriter;

/**
 * No progress at all, and still whatever a person should know: warnings are for quiet runs, too.
 */
public final class Notices implements Progress {
  private final PrintWriter out;

  /** Prints warnings there. */
  public Notices(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void on(UploadEvent event) {
    if (event instanceof UploadEvent.Notice notice && notice.warning()) {
      synchronized (out) {
        out.println(line(notice));
        out.flush();
      }
    }
  }

  static String line(UploadEvent.Notice notice) {
    return (notice.warning() ? "warning: " : "") + Cells.safe(notice.text());
  }
}
