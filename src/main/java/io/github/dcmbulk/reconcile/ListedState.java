package io.github.dcmbulk.reconcile;

import java.util.Locale;

/** State of a study in the comparison with a list. */
public enum ListedState {
  /** As many instances delivered as listed. */
  COMPLETE,
  /** Everything found is delivered, and the list has no count. */
  DELIVERED,
  /** The row has only an accession number, and several studies have it. */
  AMBIGUOUS,
  /** Fewer instances delivered than listed, and none is waiting or refused. */
  SHORT,
  /** More instances delivered than listed. */
  SURPLUS,
  /** No file of it was found. */
  MISSING,
  /** Some of its files were rejected or refused permanently. */
  REJECTED,
  /** A later run will send instances of it. */
  WAITING,
  /** Its files have another accession number, patient ID or study date than the list. */
  MISMATCHED,
  /** Found, but not listed. */
  UNLISTED;

  /** The name in results. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether nothing remains to do. */
  public boolean isDone() {
    return this == COMPLETE || this == DELIVERED;
  }
}
