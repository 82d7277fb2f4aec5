package io.github.dcmbulk.dicom;

import java.io.IOException;

/**
 * What the walk saw of the top-level Pixel Data (7FE0,0010), or of Float (0008) and Double Float
 * Pixel Data (0009): lengths and marks, no pixels.
 */
final class PixelData {
  /** Enough of a fragment's end to see its mark behind a little padding. */
  private static final int END_BYTES = 64;

  private static final int MARK_BYTES = 4;

  private int tag;
  private long offset = -1;
  private long length;
  private boolean encapsulated;
  private boolean delimited = true;
  private long items;
  private long itemBytes;
  private int firstMark;
  private boolean firstMarkSeen;
  private boolean endMarked = true;

  /** Takes a value of known length. */
  void takeNative(ElementReader element) {
    tag = element.tag;
    offset = element.value;
    length = element.length;
  }

  /** Begins a sequence of fragments. */
  void beginFragments(ElementReader element) {
    tag = element.tag;
    offset = element.value;
    encapsulated = true;
    delimited = false;
  }

  /** Ends it with its delimiter. */
  void endFragments() {
    delimited = true;
  }

  /**
   * Takes an item, of which the first is the offset table (PS3.5 A.4). Reads its first and last few
   * bytes, forwards, so that the last come in one read with what follows the fragment.
   */
  void takeItem(Input in, long value, long itemLength, PixelCodec codec)
      throws IOException, Defect {
    items++;
    itemBytes += itemLength;
    if (items == 1 || itemLength == 0) {
      return;
    }
    int mark = (int) Math.min(MARK_BYTES, itemLength);
    if (!firstMarkSeen && mark == MARK_BYTES) {
      int index = in.at(value, MARK_BYTES);
      if (index >= 0) {
        firstMark = Integer.reverseBytes((int) Encoding.EXPLICIT_LITTLE.u32(in.bytes, index));
        firstMarkSeen = true;
      }
    }
    int tail = (int) Math.min(END_BYTES, itemLength);
    long tailStart = value + itemLength - tail;
    int index = in.skipTo(tailStart) ? in.at(tailStart, tail) : -1;
    endMarked = index >= 0 && codec.endsWith(in.bytes, index, tail);
  }

  /** Whether there is pixel data of any kind. */
  boolean isPresent() {
    return offset >= 0;
  }

  /** Whether it consists of fragments. */
  boolean isEncapsulated() {
    return encapsulated;
  }

  /** Whether the fragments' delimiter was met, or none is due. */
  boolean isDelimited() {
    return delimited;
  }

  int tag() {
    return tag;
  }

  /** Where the value begins, or -1. */
  long offset() {
    return offset;
  }

  /** Bytes of native pixel data. */
  long length() {
    return length;
  }

  /** Fragments beside the offset table. */
  long fragments() {
    return Math.max(0, items - 1);
  }

  /** Bytes in all items, the offset table's included. */
  long itemBytes() {
    return itemBytes;
  }

  /** Whether the first fragment begins as the codec demands; true if that could not be seen. */
  boolean beginsAs(PixelCodec codec) {
    return !firstMarkSeen || codec.beginsWith(firstMark);
  }

  /** Whether the last fragment ends as the codec demands. */
  boolean endsMarked() {
    return endMarked;
  }
}
