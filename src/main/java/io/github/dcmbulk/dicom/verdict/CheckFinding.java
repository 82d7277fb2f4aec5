package io.github.dcmbulk.dicom.verdict;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of one check of one file. Holds no value of the data set.
 *
 * @param check which check
 * @param outcome how it ended
 * @param name wire name of the warning or rejection; null if it passed
 * @param offset the byte in the file, or in the inflated data set, that it is about; -1 for none
 * @param tag the element, for example {@code (7FE0,0010)}; null for none
 * @param detail what was found, in a few words; may be empty
 * @param advice the usual cause and what to do, if it did not pass
 */
public record CheckFinding(
    Check check,
    Outcome outcome,
    @Nullable String name,
    long offset,
    @Nullable String tag,
    String detail,
    Advice advice) {

  /** How a check ended. */
  public enum Outcome {
    /** As it should be. */
    PASSED,
    /** Odd, and sent anyway. */
    WARNED,
    /** A reason not to send the file, unless it was accepted with an option. */
    FAILED
  }
}
