package io.github.dcmbulk.dicom.read;

import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.Tag;
import io.github.dcmbulk.dicom.syntax.Vr;
import io.github.dcmbulk.dicom.verdict.CheckFailure;
import java.io.IOException;

/**
 * Reads one data element header at a time into its fields (PS3.5 §7.1), so that a walk creates no
 * objects.
 */
public final class ElementReader {
  /** The length field of an element, item or sequence that ends with a delimiter. */

  /** Value of {@link #length} for an undefined length. */
  public static final long UNDEFINED = -1;

  /** Bytes of the header of an item, and of most elements. */
  public static final int SHORT_HEADER = 8;

  private static final int LONG_HEADER = 12;

  private final Input in;
  private int lastTag;

  /** The element's tag, group in the upper 16 bits. */
  public int tag;

  /** Number of elements that {@link #passOver} skipped. */
  public int passed;

  /** The VR's two letters, or {@link Vr#NONE}. */
  public int vr;

  /** Bytes of the value, or {@link #UNDEFINED}. */
  public long length;

  /** Position of the value. */
  public long value;

  /** Whether the VR is not in the standard, so that the header's form had to be determined. */
  public boolean irregular;

  /** Whether an irregular header fits no form: then only the tag is meaningful. */
  public boolean unreadable;

  /** Reads from that input. */
  public ElementReader(Input in) {
    this.in = in;
  }

  /**
   * Skips elements that need no further check: not a sequence, with a known VR, completely in the
   * window, and not one that {@link Attributes} reads. Most elements of most files are skipped this
   * way.
   *
   * @param end position of the end of the data set
   * @param top whether it is the top level
   * @param until a tag before which to stop
   * @return the position of the first other element; {@link #passed} is the number of skipped
   *     elements, and {@link #tag} the tag of the last one
   */
  public long passOver(long position, long end, Encoding encoding, boolean top, int until) {
    passed = 0;
    byte[] bytes = in.bytes;
    long index = position - in.windowStart;
    long last = Math.min(end - in.windowStart, in.windowLength) - LONG_HEADER;
    while (index >= 0 && index <= last) {
      int at = (int) index;
      int next = encoding.tag(bytes, at);
      int stated = Vr.at(bytes, at + 4);
      int width = Vr.lengthBytes(stated);
      long after =
          width == 2
              ? index + SHORT_HEADER + encoding.u16(bytes, at + 6)
              : index + LONG_HEADER + encoding.u32(bytes, at + 8);
      boolean plain = width != 0 && stated != Vr.SQ && after <= last && isOrdinary(next);
      if (!plain || !Tag.before(next, until) || (top && Attributes.wants(next))) {
        break;
      }
      tag = next;
      passed++;
      index = after;
    }
    return index + in.windowStart;
  }

  /** Whether a tag is neither a delimiter nor in a group that data sets do not have. */
  private static boolean isOrdinary(int tag) {
    int group = Tag.group(tag);
    return group != 0 && group < Tag.DELIMITER_GROUP;
  }

  /**
   * Reads the header at a position.
   *
   * @param limit position of the end of the item, sequence or input
   * @param previousTag the previous tag of the same data set; 0 for none
   * @return false if the input ends inside the header
   * @throws IOException the file cannot be read
   * @throws CheckFailure the file is truncated or malformed
   */
  public boolean read(long position, Encoding encoding, long limit, int previousTag)
      throws IOException, CheckFailure {
    lastTag = previousTag;
    int index = in.at(position, SHORT_HEADER);
    if (index < 0) {
      return false;
    }
    byte[] bytes = in.bytes;
    tag = encoding.tag(bytes, index);
    irregular = false;
    unreadable = false;
    if (!encoding.explicit() || tag == 0 || Tag.group(tag) == Tag.DELIMITER_GROUP) {
      set(Vr.NONE, encoding.u32(bytes, index + 4), position + SHORT_HEADER);
      return true;
    }
    int stated = Vr.at(bytes, index + 4);
    return switch (Vr.lengthBytes(stated)) {
      case 2 -> set(stated, encoding.u16(bytes, index + 6), position + SHORT_HEADER);
      case 4 -> readLong(stated, position, encoding);
      default -> readIrregular(stated, position, encoding, limit);
    };
  }

  private boolean readLong(int stated, long position, Encoding encoding)
      throws IOException, CheckFailure {
    int index = in.at(position, LONG_HEADER);
    return index >= 0 && set(stated, encoding.u32(in.bytes, index + 8), position + LONG_HEADER);
  }

  /**
   * Explicit files can contain VRs such as {@code ??} or {@code OX}, or elements without VR. Uses
   * the first form after whose value another element begins or the data set ends. A tag out of
   * order is no element: a wrong length led into a value.
   */
  private boolean readIrregular(int stated, long position, Encoding encoding, long limit)
      throws IOException, CheckFailure {
    irregular = true;
    int index = in.at(position, SHORT_HEADER);
    long shortLength = encoding.u16(in.bytes, index + 6);
    long implicitLength = encoding.u32(in.bytes, index + 4);
    index = in.at(position, LONG_HEADER);
    long longLength = index < 0 || shortLength != 0 ? -1 : encoding.u32(in.bytes, index + 8);

    if (Tag.before(lastTag, tag)) {
      boolean mayBeVr = Vr.isPlausible(stated);
      if (mayBeVr
          && longLength == Encoding.UNDEFINED_32
          && isItem(position, LONG_HEADER, encoding)) {
        return set(stated, longLength, position + LONG_HEADER);
      }
      if (implicitLength == Encoding.UNDEFINED_32 && isItem(position, SHORT_HEADER, encoding)) {
        return set(Vr.NONE, implicitLength, position + SHORT_HEADER);
      }
      if (mayBeVr && leadsOn(position, LONG_HEADER, longLength, encoding, limit)) {
        return set(stated, longLength, position + LONG_HEADER);
      }
      if (mayBeVr && leadsOn(position, SHORT_HEADER, shortLength, encoding, limit)) {
        return set(stated, shortLength, position + SHORT_HEADER);
      }
      if (leadsOn(position, SHORT_HEADER, implicitLength, encoding, limit)) {
        return set(Vr.NONE, implicitLength, position + SHORT_HEADER);
      }
    }
    unreadable = true;
    return set(stated, 0, position + SHORT_HEADER);
  }

  /** Whether an item begins after a header of that length. */
  private boolean isItem(long position, int header, Encoding encoding)
      throws IOException, CheckFailure {
    int index = in.at(position, header + Tag.BYTES);
    if (index < 0) {
      return false;
    }
    int first = encoding.tag(in.bytes, index + header);
    return first == Tag.ITEM || first == Tag.SEQUENCE_END;
  }

  private boolean leadsOn(
      long position, int header, long valueLength, Encoding encoding, long limit)
      throws IOException, CheckFailure {
    long end = position + header + valueLength;
    if (valueLength < 0 || end > limit || end > in.size()) {
      return false;
    }
    if (end == limit || end == in.size()) {
      return true;
    }
    int index = peek(position, end);
    return index >= 0 && isFollowUp(index, encoding, limit - end);
  }

  /** The index of a later header; an input that cannot rewind must keep the bytes before it. */
  private int peek(long position, long further) throws IOException, CheckFailure {
    if (in.rewinds()) {
      return in.at(further, SHORT_HEADER);
    }
    long ahead = further - position;
    if (ahead + SHORT_HEADER > Input.CAPACITY) {
      return -1;
    }
    int index = in.at(position, (int) ahead + SHORT_HEADER);
    return index < 0 ? -1 : index + (int) ahead;
  }

  private boolean isFollowUp(int index, Encoding encoding, long room) {
    int nextTag = encoding.tag(in.bytes, index);
    if (nextTag == Tag.ITEM_END || nextTag == Tag.SEQUENCE_END) {
      return true;
    }
    if (!Tag.before(tag, nextTag)) {
      return false;
    }
    int nextVr = Vr.at(in.bytes, index + 4);
    boolean alsoIrregular =
        Tag.group(tag) == Tag.group(nextTag)
            && (Vr.isPlausible(nextVr) || encoding.u32(in.bytes, index + 4) <= room - SHORT_HEADER);
    return alsoIrregular || Vr.isKnown(nextVr);
  }

  private boolean set(int newVr, long length32, long newValue) {
    vr = newVr;
    length = length32 == Encoding.UNDEFINED_32 ? UNDEFINED : length32;
    value = newValue;
    return true;
  }
}
