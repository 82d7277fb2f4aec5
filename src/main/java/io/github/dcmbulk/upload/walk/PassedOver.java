package io.github.dcmbulk.upload.walk;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.CheckedFile;
import io.github.dcmbulk.journal.RunCounts;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.InstanceHeader;
import io.github.dcmbulk.model.PassedOverReason;
import io.github.dcmbulk.scan.Passed;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Entries that were found and not opened: links, archives, media directories without their files.
 */
public final class PassedOver {
  private PassedOver() {}

  /** The group of a directory entry that is not opened. */
  static CheckedFile classify(Passed passed, long knownId) {
    FileState state =
        switch (passed.why()) {
          case LINK -> FileState.EXCLUDED;
          case SPECIAL -> FileState.NOT_DICOM;
          case UNREADABLE -> FileState.UNREADABLE;
        };
    @Nullable String reason =
        passed.why() == Passed.Why.LINK ? PassedOverReason.SYMLINK.code() : null;
    return new CheckedFile(passed.file(), knownId, state, reason, Set.of(), InstanceHeader.NONE);
  }

  /** Reports what was skipped, one line for each kind. */
  public static void report(RunCounts counts, UploadListener listener) {
    Map<String, Long> passed = counts.passedOver();
    for (PassedOverReason reason : PassedOverReason.values()) {
      long files = passed.getOrDefault(reason.code(), 0L);
      if (files > 0) {
        listener.on(new UploadEvent.Notice(true, reason.sentence(files)));
      }
    }
  }
}
