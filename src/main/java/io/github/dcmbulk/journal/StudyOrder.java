package io.github.dcmbulk.journal;

/** Which study goes next among those that may go. */
public enum StudyOrder {
  /** As the walk finds them; delivery begins during the walk. */
  FOUND,
  /** By Study Date (0008,0020), the latest first; studies without a date last. */
  NEWEST,
  /** By Study Date, the earliest first; studies without a date last. */
  OLDEST,
  /** By place in the list of the only studies that are sent. */
  LIST
}
