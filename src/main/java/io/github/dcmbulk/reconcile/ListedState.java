package io.github.dcmbulk.reconcile;

import java.util.Locale;

/** Where a listed study stands. */
public enum ListedState {
  /** As many instances delivered as listed. */
  COMPLETE,
  /** All that was found is delivered, and the list gives no count. */
  DELIVERED,
  /** The row names only an accession number, and several studies have it. */
  AMBIGUOUS,
  /** Fewer instances delivered than listed, none of them waiting or refused. */
  SHORT,
  /** More instances delivered than listed. */
  SURPLUS,
  /** No file of it was found. */
  MISSING,
  /** Some of its files were rejected or failed for good. */
  REJECTED,
  /** A later run delivers. */
  WAITING,
  /** Its files name another accession number, patient ID or study date than the list. */
  MISMATCHED,
  /** Not on the list. */
  UNLISTED;

  /** Its name in results. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether nothing is left to be done about it. */
  public boolean isDone() {
    return this == COMPLETE || this == DELIVERED;
  }
}
