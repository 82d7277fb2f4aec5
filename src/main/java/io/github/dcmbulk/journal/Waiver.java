package io.github.dcmbulk.journal;

import io.github.dcmbulk.model.PathText;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decision of a person that something need not be delivered.
 *
 * @param id its number in the journal
 * @param study the Study Instance UID that it is about; exactly one of study, path and code is set
 * @param path the file that it is about, absolute
 * @param code the reason of rejection that it is about
 * @param reason why, in that person's words
 * @param by who
 * @param at when
 * @param undoneBy who took it back; null while it is in force
 * @param undoneAt when it was taken back; null while it is in force
 */
public record Waiver(
    long id,
    @Nullable String study,
    @Nullable Path path,
    @Nullable String code,
    String reason,
    String by,
    Instant at,
    @Nullable String undoneBy,
    @Nullable Instant undoneAt) {

  /** Whether it counts. */
  public boolean isInForce() {
    return undoneAt == null;
  }

  /** What is waived, for messages. */
  public String subject() {
    if (study != null) {
      return "study " + study;
    }
    return path != null ? "file " + PathText.display(path) : "reason " + code;
  }
}
