package io.github.dcmbulk.model;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Why a study is not sent yet.
 *
 * @param until earliest time; null where it is unknown
 * @param file the file for which it waits ({@code --min-age}); null for the overwrite window
 * @param isFileInFuture whether that file's modification time is in the future, so that its age
 *     counts from when it was first seen
 */
public record Hold(@Nullable Instant until, @Nullable Path file, boolean isFileInFuture) {

  /** Text to follow "held" or "not sent yet"; empty where nothing is known. */
  public String words() {
    String time = until == null ? "" : " until " + until.truncatedTo(ChronoUnit.SECONDS);
    if (file == null) {
      return until == null ? "" : time + " (--overwrite-window)";
    }
    return time
        + (time.isEmpty() ? " as " : ", as ")
        + PathText.display(file)
        + " is younger than --min-age"
        + (isFileInFuture
            ? " (its date is in the future: counted from when it was first seen)"
            : "");
  }
}
