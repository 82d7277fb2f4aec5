package io.github.dcmbulk.dicom.walk;

import io.github.dcmbulk.dicom.read.Attributes;
import io.github.dcmbulk.dicom.read.ElementReader;
import io.github.dcmbulk.dicom.read.Input;
import io.github.dcmbulk.dicom.read.NestingStack;
import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.Tag;
import io.github.dcmbulk.dicom.syntax.Vr;
import io.github.dcmbulk.dicom.verdict.CheckFailure;
import java.io.IOException;

/**
 * With depth HEADER, sequences and items of known length are skipped, unless the following bytes
 * show that the length is wrong: then they are walked, so that both depths give the same result.
 *
 * <p>A method throws {@link CheckFailure} when the file is truncated or malformed, and {@link
 * IOException} when it cannot be read.
 */
final class HeaderShortcut {
  private final Input in;
  private final ElementReader element;
  private final NestingStack levels;
  private final Attributes attributes;
  private final boolean headerOnly;
  private boolean closely;

  HeaderShortcut(
      Input in,
      ElementReader element,
      NestingStack levels,
      Attributes attributes,
      boolean headerOnly) {
    this.in = in;
    this.element = element;
    this.levels = levels;
    this.attributes = attributes;
    this.headerOnly = headerOnly;
  }

  /** Resets the state when the walk is at the top level again. */
  void step() {
    closely &= levels.depth() > 1;
  }

  /** Whether the current element, if it is a sequence that ends there, must be walked. */
  boolean mustEnter(long end) throws IOException, CheckFailure {
    boolean sequence = element.vr == Vr.NONE || element.vr == Vr.SQ;
    if (sequence && headerOnly && !closely) {
      closely = !leadsOn(end);
    }
    return sequence && (!headerOnly || closely);
  }

  /** Whether the current item, which ends there, must be walked. */
  boolean mustEnterItem(long end) throws IOException, CheckFailure {
    if (headerOnly && !closely && leadsOn(end)) {
      return false;
    }
    closely = true;
    return true;
  }

  /**
   * Whether the bytes after a sequence or item are what may follow it, as far as they are known.
   */
  private boolean leadsOn(long end) throws IOException, CheckFailure {
    int index = end < levels.end() && in.rewinds() ? in.at(end, ElementReader.SHORT_HEADER) : -1;
    if (index < 0) {
      return true;
    }
    Encoding encoding = levels.encoding();
    int next = encoding.tag(in.bytes, index);
    if (levels.kind() == NestingStack.SEQUENCE) {
      return next == Tag.ITEM || next == Tag.SEQUENCE_END;
    }
    boolean stated = !encoding.explicit() || Vr.isKnown(Vr.at(in.bytes, index + Tag.BYTES));
    boolean tooFar =
        levels.depth() == 1 && Tag.before(Tag.SERIES, next) && !attributes.identified();
    return next == Tag.ITEM_END || (stated && !tooFar && Tag.before(element.tag, next));
  }
}
