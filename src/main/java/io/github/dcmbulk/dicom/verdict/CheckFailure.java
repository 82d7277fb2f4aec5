package io.github.dcmbulk.dicom.verdict;

import io.github.dcmbulk.model.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What stops the examination of a file. Thrown inside the package only and always turned into a
 * verdict; without a stack trace, because broken files may come by the million.
 */
public final class CheckFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final Check check;
  private final Reason reason;
  private final long offset;
  private final int tag;
  private final transient @Nullable Advice advice;

  /**
   * A failed check.
   *
   * @param offset where in the file, or in the inflated data set
   * @param tag the element concerned, 0 for none
   * @param detail what was found, without any value of the file but lengths and counts
   */
  public CheckFailure(Check check, Reason reason, long offset, int tag, String detail) {
    this(check, reason, offset, tag, detail, null);
  }

  /** The same, with an advice that is truer than the check's own. */
  public CheckFailure(
      Check check, Reason reason, long offset, int tag, String detail, @Nullable Advice advice) {
    super(detail, null, false, false);
    this.check = check;
    this.reason = reason;
    this.offset = offset;
    this.tag = tag;
    this.advice = advice;
  }

  /** The file ends too early. */
  public static CheckFailure truncated(long offset, int tag, String detail) {
    return new CheckFailure(Check.STRUCTURE, Reason.TRUNCATED, offset, tag, detail);
  }

  /** Tags, lengths or items do not fit into each other. */
  public static CheckFailure corrupt(long offset, int tag, String detail) {
    return new CheckFailure(Check.LENGTHS, Reason.CORRUPT, offset, tag, detail);
  }

  /** The File Meta Information cannot be read. */
  public static CheckFailure badMeta(long offset, int tag, String detail) {
    return new CheckFailure(Check.FILE_META, Reason.BAD_META, offset, tag, detail);
  }

  /** The check that failed. */
  public Check check() {
    return check;
  }

  /** The reason, as reports name it. */
  public Reason reason() {
    return reason;
  }

  /** Where in the file, in bytes. */
  public long offset() {
    return offset;
  }

  /** The element at that place; 0 for none. */
  public int tag() {
    return tag;
  }

  /** What is truer of it than the check's own advice; null if that will do. */
  @Nullable Advice advice() {
    return advice;
  }

  /** What was found there, in words. */
  public String detail() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
