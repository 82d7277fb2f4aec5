package io.github.dcmbulk.dicom.walk;

import io.github.dcmbulk.dicom.read.Attributes;
import io.github.dcmbulk.dicom.read.ElementReader;
import io.github.dcmbulk.dicom.read.Input;
import io.github.dcmbulk.dicom.read.NestingStack;
import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.Tag;
import io.github.dcmbulk.dicom.syntax.TransferSyntax;
import io.github.dcmbulk.dicom.syntax.Vr;
import io.github.dcmbulk.dicom.verdict.Check;
import io.github.dcmbulk.dicom.verdict.CheckFailure;
import io.github.dcmbulk.dicom.verdict.CheckLog;
import io.github.dcmbulk.model.Reason;
import java.io.IOException;

/**
 * Walks a data set from element header to element header and skips the values (PS3.5 §7.1 and
 * §7.5). Every length is compared with the remaining bytes of its container and of the file before
 * a skip. Nesting is kept in an array, so that no depth can overflow the stack.
 */
public final class DataSetWalker {
  private static final int MAX_ELEMENTS = 20_000_000;
  private static final int LAST_TAG = 0xFFFF_FFFF;
  private static final long DONE = -1;

  private final Input in;
  private final ElementReader element;
  private final Attributes attributes;
  private final TransferSyntax syntax;
  private final boolean headerOnly;
  private final NestingStack levels;
  private final NestedContent content;
  private final DataSetEnd dataSetEnd;
  private final Bounds bounds;
  private final ElementRules rules;
  private final CheckLog log;
  private final HeaderShortcut shortcut;
  private int elements;

  /**
   * Prepares a walk.
   *
   * @param headerOnly whether to stop after the four identifiers
   * @param levels an empty stack
   */
  public DataSetWalker(
      Input in,
      Attributes attributes,
      TransferSyntax syntax,
      boolean headerOnly,
      CheckLog log,
      NestingStack levels) {
    this.in = in;
    this.element = new ElementReader(in);
    this.attributes = attributes;
    this.syntax = syntax;
    this.headerOnly = headerOnly;
    this.levels = levels;
    this.content = new NestedContent(in);
    this.dataSetEnd = new DataSetEnd(in, levels, attributes.pixels, log);
    this.bounds = new Bounds(in, element, levels, log);
    this.rules = new ElementRules(element, attributes, log);
    this.log = log;
    this.shortcut = new HeaderShortcut(in, element, levels, attributes, headerOnly);
  }

  /**
   * Walks from a position to the end, or until the header has been read.
   *
   * @throws IOException the file cannot be read
   * @throws CheckFailure the file is truncated or malformed
   */
  public void walk(long start, Encoding encoding) throws IOException, CheckFailure {
    levels.push(NestingStack.DATA_SET, Long.MAX_VALUE, encoding);
    long position = start;
    while (position != DONE) {
      shortcut.step();
      position = step(position);
    }
  }

  /** The last top-level tag found. */
  public int topTag() {
    return levels.topTag();
  }

  /** Number of elements and items. */
  int elements() {
    return elements;
  }

  private long step(long position) throws IOException, CheckFailure {
    long end = levels.end();
    if (position >= end) {
      levels.pop();
      return position;
    }
    return levels.kind() == NestingStack.DATA_SET ? passOver(position, end) : look(position, end);
  }

  private long passOver(long position, long end) throws IOException, CheckFailure {
    boolean top = levels.depth() == 1;
    // What follows the pixel data may be no element: check one by one.
    if (!levels.encoding().explicit() || (top && attributes.pixels.isPresent())) {
      return look(position, end);
    }
    int until = top && headerOnly ? Tag.SERIES : LAST_TAG;
    long next = element.passOver(position, end, levels.encoding(), top, until);
    if (element.passed > 0) {
      levels.setLastTag(element.tag);
      count(next, element.passed);
    }
    return look(next, end);
  }

  private void count(long position, int more) throws CheckFailure {
    elements += more;
    if (elements > MAX_ELEMENTS) {
      throw CheckFailure.corrupt(position, element.tag, "more than " + MAX_ELEMENTS + " elements");
    }
  }

  private long look(long position, long end) throws IOException, CheckFailure {
    if (!element.read(position, levels.encoding(), Math.min(end, in.size()), levels.lastTag())) {
      dataSetEnd.at(position);
      return DONE;
    }
    count(position, 1);
    if (element.tag == 0 && (dataSetEnd.isPadding(position) || dataSetEnd.isSecondFile(position))) {
      return DONE;
    }
    return switch (levels.kind()) {
      case NestingStack.DATA_SET -> inDataSet(position);
      case NestingStack.SEQUENCE -> inSequence(position);
      default -> inFragments(position);
    };
  }

  private long inDataSet(long position) throws IOException, CheckFailure {
    if (Tag.group(element.tag) == Tag.DELIMITER_GROUP) {
      return delimiterInDataSet(position);
    }
    if (dataSetEnd.isTrailing(element, position)) {
      return DONE;
    }
    if (element.unreadable) {
      if (dataSetEnd.isSecondFile(position)) {
        return DONE;
      }
      throw CheckFailure.corrupt(position, element.tag, "no value representation fits");
    }
    if (levels.depth() == 1) {
      rules.checkTopLevel(position);
    }
    levels.setLastTag(element.tag);
    rules.noteIrregular(position);
    if (element.length == ElementReader.UNDEFINED) {
      return openUndefined(position);
    }
    long end = bounds.valueEnd(position);
    rules.checkGroup(position);
    if (element.length > 0 && shortcut.mustEnter(end)) {
      if (content.isSequence(element, levels.encoding())) {
        push(NestingStack.SEQUENCE, end, levels.encoding(), position);
        return element.value;
      }
      rules.noteNoItems(position);
    }
    if (levels.depth() == 1) {
      attributes.take(element, in, levels.encoding());
      if (headerOnly && Tag.before(Tag.SERIES, element.tag) && attributes.identified()) {
        return DONE;
      }
    }
    return skip(position, end);
  }

  private long inSequence(long position) throws IOException, CheckFailure {
    if (element.tag == Tag.SEQUENCE_END) {
      if (levels.isUndefined()) {
        levels.pop();
      }
      return element.value;
    }
    if (element.tag == Tag.ITEM_END) {
      return delimiters().inSequence(position);
    }
    if (element.tag != Tag.ITEM) {
      throw CheckFailure.corrupt(position, element.tag, "is in place of an item");
    }
    long end = Long.MAX_VALUE;
    if (element.length != ElementReader.UNDEFINED) {
      end = bounds.itemEnd(position);
      if (!shortcut.mustEnterItem(end)) {
        return skip(position, end);
      }
    }
    levels.push(
        NestingStack.DATA_SET, end, content.encodingInItem(element.value, end, levels.encoding()));
    return element.value;
  }

  private long inFragments(long position) throws IOException, CheckFailure {
    boolean main = levels.depth() == 2 && levels.topTag() == Tag.PIXEL_DATA;
    if (element.tag == Tag.SEQUENCE_END || element.tag == Tag.ITEM_END) {
      if (element.tag == Tag.ITEM_END) {
        delimiters().inFragments(position);
      }
      levels.pop();
      if (main) {
        attributes.pixels.endFragments();
      }
      return element.value;
    }
    if (element.tag != Tag.ITEM || element.length == ElementReader.UNDEFINED) {
      throw CheckFailure.corrupt(position, element.tag, "is in place of a pixel fragment");
    }
    long end = bounds.valueEnd(position);
    long length = element.length;
    if (main) {
      attributes.pixels.takeItem(in, element.value, length, syntax.codec());
    }
    return skip(position, end);
  }

  /** Created on first use: most data sets have no delimiters at wrong places. */
  private Delimiters delimiters() {
    return new Delimiters(in, element, levels, bounds, log);
  }

  private long delimiterInDataSet(long position) throws IOException, CheckFailure {
    if (levels.depth() > 1) {
      return delimiters().inItem(position);
    }
    if (element.tag != Tag.ITEM_END && element.tag != Tag.SEQUENCE_END) {
      throw CheckFailure.corrupt(position, element.tag, "is in place of an element");
    }
    dataSetEnd.warnTrailing(position, "a delimiter without a sequence or item");
    return element.value;
  }

  private long openUndefined(long position) throws IOException, CheckFailure {
    UndefinedLength undefined = new UndefinedLength(in, element, levels, log);
    boolean fragments = undefined.isFragments();
    if (!fragments && !undefined.isSequence()) {
      long end = undefined.end(position);
      return skip(position, end);
    }
    undefined.warn(position, fragments);
    if (fragments) {
      if (element.tag == Tag.PIXEL_DATA && levels.depth() == 1) {
        attributes.pixels.beginFragments(element);
      }
      push(NestingStack.FRAGMENTS, Long.MAX_VALUE, levels.encoding(), position);
    } else {
      boolean unknown = element.vr == Vr.UN;
      Encoding inside = unknown ? content.encodingInUn(element.value) : levels.encoding();
      push(NestingStack.SEQUENCE, Long.MAX_VALUE, inside, position);
    }
    return element.value;
  }

  private void push(int kind, long end, Encoding encoding, long position) throws CheckFailure {
    if (!levels.push(kind, end, encoding)) {
      throw new CheckFailure(
          Check.NESTING,
          Reason.CORRUPT,
          position,
          element.tag,
          "nested deeper than " + NestingStack.MAX_NESTING + " sequences");
    }
  }

  private long skip(long position, long end) throws IOException, CheckFailure {
    int tag = element.tag;
    if (!in.skipTo(end)) {
      throw CheckFailure.truncated(position, tag, "extends past the end of the data set");
    }
    return end;
  }
}
