package io.github.dcmbulk.console;

import io.github.dcmbulk.event.UploadEvent;
import java.io.PrintWriter;

/** No progress, only warnings, which quiet runs print as well. */
public final class Notices implements Progress {
  private final PrintWriter out;

  /** Prints to that writer. */
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
