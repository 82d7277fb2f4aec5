package io.github.dcmbulk.dicom.walk;

import io.github.dcmbulk.dicom.read.ElementReader;
import io.github.dcmbulk.dicom.read.Input;
import io.github.dcmbulk.dicom.read.NestingStack;
import io.github.dcmbulk.dicom.syntax.Tag;
import io.github.dcmbulk.dicom.verdict.Check;
import io.github.dcmbulk.dicom.verdict.CheckFailure;
import io.github.dcmbulk.dicom.verdict.CheckLog;
import io.github.dcmbulk.dicom.verdict.Remedies;
import io.github.dcmbulk.model.Count;
import io.github.dcmbulk.model.Warning;
import java.io.IOException;

/**
 * Compares the length of the current element with the remaining bytes of its container and of the
 * file (PS3.5 §7.1.1 and §7.5).
 *
 * <p>A method throws {@link CheckFailure} when the file is truncated or malformed, and {@link
 * IOException} when it cannot be read.
 */
final class Bounds {
  /** Bytes by which an item may extend past the end of its sequence and still be accepted. */
  static final int MAX_OVERRUN = 16;

  private final Input in;
  private final ElementReader element;
  private final NestingStack levels;
  private final CheckLog log;

  Bounds(Input in, ElementReader element, NestingStack levels, CheckLog log) {
    this.in = in;
    this.element = element;
    this.levels = levels;
    this.log = log;
  }

  /** Position of the value's end, which must be inside the file and the containing item. */
  long valueEnd(long position) throws CheckFailure {
    long end = element.value + element.length;
    if (end > in.size()) {
      throw CheckFailure.truncated(
          position,
          element.tag,
          "extends past the end of the file by " + Count.of(end - in.size(), "byte"));
    }
    if (end > levels.end()) {
      throw CheckFailure.corrupt(
          position,
          element.tag,
          "extends past the end of its item by " + Count.of(end - levels.end(), "byte"));
    }
    return end;
  }

  /**
   * Position of an item's end. An item that extends past its sequence by a few bytes is accepted if
   * another item, a delimiter or the file's end follows: some writers omit a padding byte in the
   * sum.
   */
  long itemEnd(long position) throws IOException, CheckFailure {
    long end = element.value + element.length;
    long over = end - levels.end();
    if (over <= 0 || over > MAX_OVERRUN || end > in.size() || !in.rewinds()) {
      return valueEnd(position);
    }
    int index = in.at(end, 4);
    boolean leadsOn =
        index < 0
            ? end == in.size()
            : Tag.before(levels.topTag(), levels.encoding().tag(in.bytes, index));
    if (!leadsOn) {
      return valueEnd(position);
    }
    warnOverrun(position, over);
    levels.stretch(end);
    return end;
  }

  private void warnOverrun(long position, long bytes) {
    log.warn(
        Check.LENGTHS,
        Warning.ITEM_OVERRUN,
        position,
        element.tag,
        "extends past the end of its sequence by " + Count.of(bytes, "byte"),
        Remedies.OVERRUN);
  }

  /** Accepts an item that its delimiter ends, even after the end of its sequence. */
  void endItem(long position) {
    if (element.value > levels.end()) {
      warnOverrun(position, element.value - levels.end());
      levels.stretch(element.value);
    }
  }
}
