package io.github.dcmbulk.dicom.walk;

import io.github.dcmbulk.dicom.read.ElementReader;
import io.github.dcmbulk.dicom.read.Input;
import io.github.dcmbulk.dicom.read.NestingStack;
import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.Tag;
import io.github.dcmbulk.dicom.verdict.Check;
import io.github.dcmbulk.dicom.verdict.CheckFailure;
import io.github.dcmbulk.dicom.verdict.CheckLog;
import io.github.dcmbulk.model.Warning;
import java.io.IOException;

/**
 * Item and sequence delimiters (PS3.5 §7.5.2), at right and wrong places. Some writers use the one
 * in place of the other, or one too many. The following bytes show which containers have ended.
 *
 * <p>A method throws {@link CheckFailure} when the file is truncated or malformed, and {@link
 * IOException} when it cannot be read.
 */
final class Delimiters {
  /** Consecutive delimiters that are read together; no writer nests deeper than that. */
  private static final int MAX_ROW = 16;

  /**
   * Elements that are read to decide whether they belong to an item or to the data set around it.
   */
  private static final int MAX_AHEAD = 256;

  private static final int BYTES = ElementReader.SHORT_HEADER;
  private static final int END_OF_INPUT = 0;

  private final Input in;
  private final ElementReader element;
  private final NestingStack levels;
  private final Bounds bounds;
  private final CheckLog log;

  Delimiters(Input in, ElementReader element, NestingStack levels, Bounds bounds, CheckLog log) {
    this.in = in;
    this.element = element;
    this.levels = levels;
    this.bounds = bounds;
    this.log = log;
  }

  /** Handles the current delimiter in an item's data set; returns where to continue. */
  long inItem(long position) throws IOException, CheckFailure {
    if (element.tag == Tag.ITEM_END) {
      if (levels.isUndefined()) {
        levels.pop();
        bounds.endItem(position);
      }
      return element.value;
    }
    if (element.tag != Tag.SEQUENCE_END) {
      throw CheckFailure.corrupt(position, element.tag, "is in place of an element");
    }
    if (!levels.isUndefined()) {
      warnSuperfluous(position);
      return element.value;
    }
    return endItemsAndSequences(position);
  }

  /** Handles the current item delimiter where an item or the sequence delimiter belongs. */
  long inSequence(long position) throws IOException, CheckFailure {
    int index = in.at(position, 2 * BYTES);
    int next = index < 0 ? END_OF_INPUT : levels.encoding().tag(in.bytes, index + BYTES);
    boolean superfluous = next == Tag.ITEM || next == Tag.SEQUENCE_END || !levels.isUndefined();
    if (superfluous) {
      warnSuperfluous(position);
    } else {
      levels.pop();
      warnWrong(position);
    }
    return position + BYTES;
  }

  /** Warns about an item delimiter that ends the fragments of pixel data. */
  void inFragments(long position) {
    warnWrong(position);
  }

  /**
   * Handles consecutive sequence delimiters, the first of which is in place of an item delimiter:
   * each ends an item, a sequence, or an item with its sequence.
   */
  private long endItemsAndSequences(long position) throws IOException, CheckFailure {
    Encoding encoding = levels.encoding();
    int row = 1;
    int next = tagAfter(position, row, encoding);
    while (next == Tag.SEQUENCE_END && row < MAX_ROW) {
      row++;
      next = tagAfter(position, row, encoding);
    }
    long after = position + (long) row * BYTES;
    int ended = containersEnded(row, next, after);
    if (ended == 0) {
      throw CheckFailure.corrupt(position, element.tag, "is in place of an item delimiter");
    }
    for (int i = 0; i < ended; i++) {
      levels.pop();
    }
    warnWrong(position);
    return after;
  }

  /** Number of containers that these delimiters end, known by what follows; 0 if nothing fits. */
  private int containersEnded(int row, int next, long after) throws IOException, CheckFailure {
    int fewest = 0;
    int most = 0;
    for (int count = row; count <= 2 * row; count++) {
      if (fits(count, next, after)) {
        fewest = fewest == 0 ? count : fewest;
        most = count;
      }
    }
    return fewest == most || isInItem(after, levels.encoding()) ? fewest : most;
  }

  /** Whether the elements at a position belong to an item: a delimiter ends them. */
  private boolean isInItem(long from, Encoding encoding) throws IOException, CheckFailure {
    ElementReader ahead = new ElementReader(in);
    long position = from;
    int last = 0;
    for (int i = 0; i < MAX_AHEAD && in.rewinds(); i++) {
      if (!ahead.read(position, encoding, in.size(), last)) {
        return false;
      }
      if (Tag.group(ahead.tag) == Tag.DELIMITER_GROUP) {
        return ahead.tag == Tag.ITEM_END;
      }
      boolean ordered = Tag.before(last, ahead.tag) && !ahead.unreadable;
      if (!ordered || ahead.length == ElementReader.UNDEFINED) {
        return false;
      }
      last = ahead.tag;
      position = ahead.value + ahead.length;
    }
    return !in.rewinds();
  }

  private int tagAfter(long position, int row, Encoding encoding) throws IOException, CheckFailure {
    int index = in.at(position, (row + 1) * BYTES);
    return index < 0 ? END_OF_INPUT : encoding.tag(in.bytes, index + row * BYTES);
  }

  /**
   * Whether a tag may follow when that many of the innermost containers have ended: the next outer
   * one may be a sequence that its length ends there.
   */
  private boolean fits(int count, int next, long after) {
    int outer = levels.depth() - 1 - count;
    if (outer < 0 || !levels.areUndefined(outer + 1)) {
      return false;
    }
    if (next == Tag.ITEM) {
      return levels.kind(outer) == NestingStack.SEQUENCE;
    }
    if (levels.kind(outer) != NestingStack.DATA_SET) {
      return levels.end(outer) <= after;
    }
    return switch (next) {
      case END_OF_INPUT -> outer == 0;
      case Tag.ITEM_END -> outer > 0;
      default -> Tag.before(levels.lastTag(outer), next);
    };
  }

  private void warnWrong(long position) {
    log.warn(
        Check.DELIMITERS,
        Warning.MISSING_DELIMITER,
        position,
        element.tag,
        "in place of the delimiter of the other kind");
  }

  private void warnSuperfluous(long position) {
    log.warn(
        Check.DELIMITERS,
        Warning.NONCONFORMING,
        position,
        element.tag,
        "a delimiter without a sequence or item");
  }
}
