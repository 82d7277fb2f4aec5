package io.github.dcmbulk.journal;

import io.github.dcmbulk.model.FileState;

/**
 * What the journal remembers of a file in a batch.
 *
 * @param id its row
 * @param state its bucket, before the run decides about it
 * @param answer what the run has to do with it
 */
public record KnownFile(long id, FileState state, Answer answer) {
  /** What the run has to do with a known file. */
  public enum Answer {
    /** Nothing: it is unchanged, nothing is left to do, and it is counted already. */
    DONE,
    /** Unchanged, with something left to do: {@code Journal.takeUp} takes it up. */
    TAKE_UP,
    /** Changed, or checked with other options: check it again. */
    CHECK
  }
}
