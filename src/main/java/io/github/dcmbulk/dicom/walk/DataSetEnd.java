package io.github.dcmbulk.dicom.walk;

import io.github.dcmbulk.dicom.meta.Preamble;
import io.github.dcmbulk.dicom.read.ElementReader;
import io.github.dcmbulk.dicom.read.Input;
import io.github.dcmbulk.dicom.read.NestingStack;
import io.github.dcmbulk.dicom.read.PixelData;
import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.Tag;
import io.github.dcmbulk.dicom.syntax.Vr;
import io.github.dcmbulk.dicom.verdict.Check;
import io.github.dcmbulk.dicom.verdict.CheckFailure;
import io.github.dcmbulk.dicom.verdict.CheckLog;
import io.github.dcmbulk.model.Count;
import io.github.dcmbulk.model.Warning;
import java.io.IOException;
import java.util.Set;

/**
 * Checks how a data set ends: with nothing, padding, other bytes, or an incomplete element.
 *
 * <p>A method throws {@link CheckFailure} when the file is truncated or malformed, and {@link
 * IOException} when it cannot be read.
 */
final class DataSetEnd {
  /** Bytes. Padding is accepted after this many zeros, with zeros at the very end. */
  private static final int ZEROS_READ = 256 << 10;

  private static final int LAST_ZEROS_READ = 4 << 10;
  private static final int FIRST_GROUP = 0x0008;
  private static final int TAG_BYTES = 4;
  private static final int VR_BYTES = 6;

  /**
   * Groups of pixel data, digital signatures, trailing padding, delimiters; FFE0 for a low byte
   * alone.
   */
  private static final Set<Integer> PUBLIC_AFTER_PIXELS =
      Set.of(0x7FE0, 0xFFE0, 0xFFFA, 0xFFFC, 0xFFFE);

  private final Input in;
  private final NestingStack levels;
  private final PixelData pixels;
  private final CheckLog log;

  DataSetEnd(Input in, NestingStack levels, PixelData pixels, CheckLog log) {
    this.in = in;
    this.levels = levels;
    this.pixels = pixels;
    this.log = log;
  }

  /** Checks an input that ends at a position or inside an element header there. */
  void at(long position) throws IOException, CheckFailure {
    int rest = in.available(position);
    if (rest == 0) {
      finish(position);
      return;
    }
    int index = in.at(position, rest);
    if (isZero(index, rest) && (rest > 1 || isAfterPixels())) {
      // A single zero may be the first byte of a group such as 5400 or, in big endian, of any
      // group.
      finish(position);
    } else if (!in.rewinds()) {
      // The deflate stream is complete, so nothing after these bytes was truncated.
      throw noElement(position, rest);
    } else if (isAfterPixels() && !mayBeElement(index, rest)) {
      warnTrailing(position, Count.of(rest, "byte that is", "bytes that are") + " no element");
    } else {
      throw CheckFailure.truncated(position, 0, "the file ends inside an element header");
    }
  }

  private static CheckFailure noElement(long position, int bytes) {
    return CheckFailure.corrupt(
        position,
        0,
        "the inflated data set ends with "
            + Count.of(bytes, "byte that is", "bytes that are")
            + " no element");
  }

  /** Whether only zeros follow a zero tag; then the data set has ended. */
  boolean isPadding(long position) throws IOException, CheckFailure {
    long next = position;
    int count = in.available(next);
    while (count > 0 && next - position < ZEROS_READ) {
      if (!isZero((int) (next - in.windowStart), count)) {
        return false;
      }
      next += count;
      count = in.available(next);
    }
    long last = in.size() - LAST_ZEROS_READ;
    if (count > 0 && in.rewinds() && last > next) {
      int index = in.at(last, LAST_ZEROS_READ);
      if (index < 0 || !isZero(index, LAST_ZEROS_READ)) {
        return false;
      }
    }
    finish(position);
    return true;
  }

  /** Whether another file with preamble and prefix is appended to the data set. */
  boolean isSecondFile(long position) throws IOException, CheckFailure {
    if (levels.depth() > 1 || !in.rewinds()) {
      return false;
    }
    int index = in.at(position, Preamble.PREFIX_END);
    boolean second = index >= 0 && Preamble.isPrefix(in.bytes, index + Preamble.LENGTH);
    if (second) {
      warnTrailing(position, "another file is joined to this one");
    }
    return second;
  }

  /** Whether the bytes after the pixel data are no element. */
  boolean isTrailing(ElementReader element, long position) throws IOException, CheckFailure {
    if (!isAfterPixels()) {
      return false;
    }
    int group = Tag.group(element.tag);
    boolean late = Tag.before(Tag.PIXEL_DATA, element.tag);
    boolean trailing;
    if (levels.encoding().explicit()) {
      trailing = element.unreadable || (element.irregular && !late);
    } else {
      trailing = late ? !isLateGroup(group) : !isMisplaced(element, group);
    }
    if (trailing && !in.rewinds()) {
      throw noElement(position, in.available(position));
    }
    if (trailing) {
      warnTrailing(position, "bytes that are no element");
    }
    return trailing;
  }

  /**
   * Whether an implicit element that belongs before the pixel data is valid: its length fits, and
   * the input ends after it or continues with a tag in order whose length fits as well.
   */
  private boolean isMisplaced(ElementReader element, int group) throws IOException, CheckFailure {
    if (group < FIRST_GROUP || !in.rewinds()) {
      return false;
    }
    if (element.length == ElementReader.UNDEFINED) {
      int first = in.at(element.value, TAG_BYTES);
      return first >= 0 && levels.encoding().tag(in.bytes, first) == Tag.ITEM;
    }
    long end = element.value + element.length;
    if (end > in.size()) {
      return false;
    }
    int index = in.at(end, ElementReader.SHORT_HEADER);
    if (index < 0) {
      int rest = in.available(end);
      return rest == 0 || isZero(in.at(end, rest), rest);
    }
    int next = levels.encoding().tag(in.bytes, index);
    long length = levels.encoding().u32(in.bytes, index + TAG_BYTES);
    boolean fits = length <= in.size() - end - ElementReader.SHORT_HEADER;
    return next == 0 || (Tag.before(element.tag, next) && fits);
  }

  void warnTrailing(long position, String detail) {
    log.warn(Check.TRAILING, Warning.TRAILING_BYTES, position, 0, detail);
  }

  private void finish(long position) throws CheckFailure {
    if (levels.depth() == 1) {
      return;
    }
    if (!levels.areAllUndefined()) {
      throw CheckFailure.truncated(position, 0, "the file ends inside an item or sequence");
    }
    log.warn(
        Check.DELIMITERS,
        Warning.MISSING_DELIMITER,
        position,
        0,
        Count.of(levels.depth() - 1, "delimiter is", "delimiters are")
            + " missing at the end of the file");
  }

  private boolean isAfterPixels() {
    return levels.depth() == 1 && pixels.isPresent();
  }

  private boolean isZero(int index, int count) {
    for (int i = index; i < index + count; i++) {
      if (in.bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether a few bytes after the pixel data may begin an element. */
  private boolean mayBeElement(int index, int count) {
    byte[] bytes = in.bytes;
    Encoding encoding = levels.encoding();
    if (count == 1) {
      int b = bytes[index] & 0xFF;
      return encoding == Encoding.EXPLICIT_BIG ? b >= 0x7F : isLateGroup(0xFF00 | b);
    }
    boolean stated =
        count >= VR_BYTES && encoding.explicit() && Vr.isKnown(Vr.at(bytes, index + TAG_BYTES));
    return stated || isLateGroup(encoding.u16(bytes, index));
  }

  /**
   * Whether elements of a group may follow the pixel data: a private group, or one of the above.
   */
  private static boolean isLateGroup(int group) {
    boolean late = group >= Tag.group(Tag.PIXEL_DATA);
    return late && ((group & 1) == 1 || PUBLIC_AFTER_PIXELS.contains(group));
  }
}
