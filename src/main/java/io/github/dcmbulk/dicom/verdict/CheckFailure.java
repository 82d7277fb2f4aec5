package io.github.dcmbulk.dicom.verdict;

import io.github.dcmbulk.model.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Ends the examination of a file. Always converted into a verdict; has no stack trace, because
 * there can be millions of broken files.
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
   * @param offset position in the file, or in the inflated data set
   * @param tag the element; 0 for none
   * @param detail what was found, without values of the file except lengths and counts
   */
  public CheckFailure(Check check, Reason reason, long offset, int tag, String detail) {
    this(check, reason, offset, tag, detail, null);
  }

  /** A failed check with more specific advice than the check's own. */
  public CheckFailure(
      Check check, Reason reason, long offset, int tag, String detail, @Nullable Advice advice) {
    super(detail, null, false, false);
    this.check = check;
    this.reason = reason;
    this.offset = offset;
    this.tag = tag;
    this.advice = advice;
  }

  /** The file is truncated. */
  public static CheckFailure truncated(long offset, int tag, String detail) {
    return new CheckFailure(Check.STRUCTURE, Reason.TRUNCATED, offset, tag, detail);
  }

  /** Tags, lengths or items are inconsistent. */
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

  /** The reason, as in reports. */
  public Reason reason() {
    return reason;
  }

  /** Position in bytes. */
  public long offset() {
    return offset;
  }

  /** The element at this position; 0 for none. */
  public int tag() {
    return tag;
  }

  /** More specific advice than the check's own; null for none. */
  @Nullable Advice advice() {
    return advice;
  }

  /** What was found, in words. */
  public String detail() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
