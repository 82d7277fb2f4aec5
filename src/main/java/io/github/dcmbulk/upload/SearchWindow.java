package io.github.dcmbulk.upload;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.upload.control.RunControl;
import io.github.dcmbulk.upload.control.RunLimitGuard;
import io.github.dcmbulk.upload.settings.UploadSettings;
import java.util.List;

/** Whether files are searched and checked outside of {@code --window}. */
final class SearchWindow {
  private final UploadSettings settings;
  private final RunControl control;
  private final UploadListener listener;

  SearchWindow(UploadSettings settings, RunControl control, UploadListener listener) {
    this.settings = settings;
    this.control = control;
    this.listener = listener;
  }

  /**
   * A window is for the source as well as for the network. But in the first run the amount of work
   * is unknown, so files are searched and checked at once.
   */
  boolean isOpenAlways(Journal journal) {
    Boolean asked = settings.input().source().checkOutsideWindow();
    return asked != null ? asked : journal.files().isFirstRun();
  }

  /**
   * Whether files may be searched and checked now; otherwise the run ends on purpose. A dry run may
   * always, because a user waits for its result.
   *
   * @param remarks receives a line for the result
   */
  boolean requireOpen(Journal journal, RunLimitGuard limits, List<String> remarks) {
    if (limits.isWithinWindow()) {
      return true;
    }
    boolean may = isOpenAlways(journal) || settings.dryRun();
    boolean byItself = may && settings.input().source().checkOutsideWindow() == null;
    String remark;
    if (byItself) {
      remark =
          "outside of --window the files were found and checked, and nothing was sent; later runs"
              + " do not search then, unless --check-outside-window is given";
    } else if (may) {
      remark = "outside of --window the files were found and checked, and nothing was sent";
    } else {
      remark =
          "outside of --window no files were searched; --check-outside-window searches at any"
              + " time";
    }
    remarks.add(remark);
    remarks.forEach(text -> listener.on(new UploadEvent.Notice(false, text)));
    if (!may) {
      control.stopOnPurpose("outside of --window", true);
    }
    return may;
  }
}
