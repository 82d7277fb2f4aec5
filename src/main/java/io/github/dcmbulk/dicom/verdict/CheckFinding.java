package io.github.dcmbulk.dicom.verdict;

import org.jspecify.annotations.Nullable;

/**
 * The result of one check of one file. Contains no value of the data set.
 *
 * @param check the check
 * @param outcome its result
 * @param name name of the warning or rejection in results; null if it passed
 * @param offset position in the file, or in the inflated data set; -1 for none
 * @param tag the element, for example {@code (7FE0,0010)}; null for none
 * @param detail what was found, in a few words; may be empty
 * @param advice usual cause and remedy, if it did not pass
 */
public record CheckFinding(
    Check check,
    Outcome outcome,
    @Nullable String name,
    long offset,
    @Nullable String tag,
    String detail,
    Advice advice) {

  /** Result of a check. */
  public enum Outcome {
    /** As the rule demands. */
    PASSED,
    /** Unusual; the file is sent anyway. */
    WARNED,
    /** A reason not to send the file, unless an option accepts it. */
    FAILED
  }
}
