package io.github.dcmbulk.dicom.walk;

import io.github.dcmbulk.dicom.read.ElementReader;
import io.github.dcmbulk.dicom.read.Input;
import io.github.dcmbulk.dicom.read.NestingStack;
import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.Tag;
import io.github.dcmbulk.dicom.syntax.Vr;
import io.github.dcmbulk.dicom.verdict.Check;
import io.github.dcmbulk.dicom.verdict.CheckFailure;
import io.github.dcmbulk.dicom.verdict.CheckLog;
import io.github.dcmbulk.model.Warning;
import java.io.IOException;

/**
 * Values of undefined length. The standard allows them for sequences, UN and encapsulated pixel
 * data (PS3.5 §7.1.1, A.4); some writers use them for other values as well, and end these with a
 * sequence delimiter.
 *
 * <p>A method throws {@link CheckFailure} when the file is truncated or malformed, and {@link
 * IOException} when it cannot be read.
 */
final class UndefinedLength {
  /** Bytes after which the search for a delimiter ends. */
  private static final long MAX_VALUE_BYTES = 256L << 20;

  private static final int DELIMITER = 8;

  private final Input in;
  private final ElementReader element;
  private final NestingStack levels;
  private final CheckLog log;

  UndefinedLength(Input in, ElementReader element, NestingStack levels, CheckLog log) {
    this.in = in;
    this.element = element;
    this.levels = levels;
    this.log = log;
  }

  /**
   * Whether the value consists of items of bytes; otherwise of items of data elements. For a value
   * without items both are false, and {@link #end} finds its end.
   */
  boolean isFragments() throws IOException, CheckFailure {
    if (element.tag == Tag.PIXEL_DATA) {
      return true;
    }
    boolean bytes = element.vr == Vr.OB || element.vr == Vr.OW || isLongValue();
    return bytes && beginsWithItem() && !isUndefinedItem();
  }

  /** Whether the value is walked as a sequence. */
  boolean isSequence() throws IOException, CheckFailure {
    return element.vr == Vr.SQ || beginsWithItem();
  }

  /** Warns if the element should not have an undefined length. */
  void warn(long position, boolean fragments) {
    boolean allowed = element.tag == Tag.PIXEL_DATA || element.vr == Vr.SQ || element.vr == Vr.UN;
    boolean sequenceWithoutVr = !fragments && element.vr == Vr.NONE;
    if (!allowed && !sequenceWithoutVr && !element.irregular) {
      warn(position);
    }
  }

  /**
   * Position of the end of a value without items: after the first sequence delimiter. Reads the
   * value.
   *
   * @param position position of the element
   */
  long end(long position) throws IOException, CheckFailure {
    Encoding encoding = levels.encoding();
    long last = Math.min(levels.end(), element.value + MAX_VALUE_BYTES);
    long at = element.value;
    int index = in.at(at, DELIMITER);
    while (index >= 0 && at + DELIMITER <= last) {
      int until = (int) Math.min(in.windowLength, last - in.windowStart) - DELIMITER;
      for (int i = index; i <= until; i++) {
        if (encoding.tag(in.bytes, i) == Tag.SEQUENCE_END && encoding.u32(in.bytes, i + 4) == 0) {
          long end = in.windowStart + i + DELIMITER;
          warn(position);
          return end;
        }
      }
      at = in.windowStart + until + 1;
      index = in.at(at, DELIMITER);
    }
    throw CheckFailure.corrupt(position, element.tag, "undefined length, and no delimiter ends it");
  }

  private boolean isLongValue() {
    return element.vr != Vr.NONE
        && element.vr != Vr.SQ
        && element.vr != Vr.UN
        && !element.irregular;
  }

  private boolean beginsWithItem() throws IOException, CheckFailure {
    int index = in.at(element.value, DELIMITER);
    if (index < 0) {
      return true;
    }
    return isItem(levels.encoding(), index)
        || (element.vr == Vr.UN
            && (isItem(Encoding.IMPLICIT_LITTLE, index) || isItem(Encoding.EXPLICIT_BIG, index)));
  }

  private boolean isItem(Encoding encoding, int index) {
    int tag = encoding.tag(in.bytes, index);
    return tag == Tag.ITEM || tag == Tag.SEQUENCE_END || tag == Tag.ITEM_END;
  }

  private boolean isUndefinedItem() throws IOException, CheckFailure {
    int index = in.at(element.value, DELIMITER);
    return index >= 0 && levels.encoding().u32(in.bytes, index + 4) == Encoding.UNDEFINED_32;
  }

  private void warn(long position) {
    log.warn(
        Check.UNDEFINED_LENGTHS,
        Warning.NONCONFORMING,
        position,
        element.tag,
        "undefined length, and neither a sequence nor pixel data");
  }
}
