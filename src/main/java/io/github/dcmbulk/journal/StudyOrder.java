package io.github.dcmbulk.journal;

/** The order in which studies are sent. */
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
