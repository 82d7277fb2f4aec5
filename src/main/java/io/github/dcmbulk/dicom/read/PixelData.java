package io.github.dcmbulk.dicom.read;

import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.PixelCodec;
import io.github.dcmbulk.dicom.verdict.CheckFailure;
import java.io.IOException;

/**
 * Facts about the top-level Pixel Data (7FE0,0010), Float (0008) or Double Float Pixel Data (0009):
 * lengths and marks, no pixels.
 */
public final class PixelData {
  /** Bytes at the end of a fragment that are enough to find its end mark before padding. */
  private static final int END_BYTES = 64;

  private static final int MARK_BYTES = 4;
  private static final int ITEM_HEADER = 8;
  private static final int OFFSET = 4;
  private static final int LONG_OFFSET = 8;

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
  private final CodeStreams streams = new CodeStreams();
  private long fragmentBytes;
  private long tableEntries;
  private long tableOffset;
  private long extendedOffset = -1;
  private long extendedLength;

  /** Records a value of known length. */
  void takeNative(ElementReader element) {
    tag = element.tag;
    offset = element.value;
    length = element.length;
  }

  /** Begins a sequence of fragments. */
  public void beginFragments(ElementReader element) {
    tag = element.tag;
    offset = element.value;
    encapsulated = true;
    delimited = false;
  }

  /** Ends it at its delimiter. */
  public void endFragments() {
    delimited = true;
  }

  /** Reads the last entry of the Extended Offset Table (PS3.3 C.7.6.3.1.8). */
  void takeExtendedOffsets(Input in, ElementReader element) throws IOException, CheckFailure {
    extendedOffset = lastNumber(in, element);
    tableEntries = Math.max(tableEntries, element.length / LONG_OFFSET);
  }

  /** Reads the last entry of the Extended Offset Table Lengths. */
  void takeExtendedLengths(Input in, ElementReader element) throws IOException, CheckFailure {
    extendedLength = Math.max(0, lastNumber(in, element));
  }

  private static long lastNumber(Input in, ElementReader element) throws IOException, CheckFailure {
    long start = element.value + element.length - LONG_OFFSET;
    boolean there = element.length >= LONG_OFFSET && in.skipTo(start);
    int index = there ? in.at(start, LONG_OFFSET) : -1;
    if (index < 0) {
      return -1;
    }
    long low = Encoding.EXPLICIT_LITTLE.u32(in.bytes, index);
    long high = Encoding.EXPLICIT_LITTLE.u32(in.bytes, index + OFFSET);
    return (high << Integer.SIZE | low) & Long.MAX_VALUE;
  }

  /** Reads the last entry of the basic offset table, which is just before the first fragment. */
  private void takeTable(Input in, long value, long tableLength) throws IOException, CheckFailure {
    long start = value + tableLength - OFFSET;
    boolean there = tableLength >= OFFSET && in.skipTo(start);
    int index = there ? in.at(start, OFFSET) : -1;
    if (index >= 0) {
      tableOffset = Encoding.EXPLICIT_LITTLE.u32(in.bytes, index);
      tableEntries = Math.max(tableEntries, tableLength / OFFSET);
    }
  }

  /**
   * Records an item; the first is the offset table (PS3.5 A.4). Reads its first and last bytes, in
   * this order, so that the last ones come in one read with what follows the fragment.
   *
   * @throws IOException the file cannot be read
   * @throws CheckFailure the file is truncated or malformed
   */
  public void takeItem(Input in, long value, long itemLength, PixelCodec codec)
      throws IOException, CheckFailure {
    items++;
    itemBytes += itemLength;
    if (items == 1) {
      takeTable(in, value, itemLength);
      return;
    }
    fragmentBytes += ITEM_HEADER + itemLength;
    if (itemLength == 0) {
      return;
    }
    takeHead(in, value, itemLength, codec);
    int tail = (int) Math.min(END_BYTES, itemLength);
    long tailStart = value + itemLength - tail;
    int index = in.skipTo(tailStart) ? in.at(tailStart, tail) : -1;
    endMarked = index >= 0 && codec.endsWith(in.bytes, index, tail);
  }

  private void takeHead(Input in, long value, long itemLength, PixelCodec codec)
      throws IOException, CheckFailure {
    if (firstMarkSeen && !codec.hasBeginMark()) {
      return;
    }
    int most = codec == PixelCodec.RLE ? CodeStreams.HEAD : MARK_BYTES;
    int head = (int) Math.min(most, itemLength);
    int index = in.at(value, head);
    if (index < 0) {
      return;
    }
    if (!firstMarkSeen && head >= MARK_BYTES) {
      firstMark = Integer.reverseBytes((int) Encoding.EXPLICIT_LITTLE.u32(in.bytes, index));
      firstMarkSeen = true;
    }
    streams.take(in.bytes, index, head, itemLength, codec);
  }

  /** Whether there is pixel data of any kind. */
  public boolean isPresent() {
    return offset >= 0;
  }

  /** Whether it consists of fragments. */
  public boolean isEncapsulated() {
    return encapsulated;
  }

  /** Whether the delimiter of the fragments was found, or none is needed. */
  public boolean isDelimited() {
    return delimited;
  }

  /** Tag of the element with the pixels; 0 while none was read. */
  public int tag() {
    return tag;
  }

  /** Position of the value, or -1. */
  public long offset() {
    return offset;
  }

  /** Bytes of native pixel data. */
  public long length() {
    return length;
  }

  /** Number of fragments without the offset table. */
  long fragments() {
    return Math.max(0, items - 1);
  }

  /** Number of frames, as far as known: each is a code stream. */
  public long frames() {
    return streams.count() > 0 ? streams.count() : fragments();
  }

  /** Whether frames were counted by code streams and not by fragments. */
  public boolean areFramesCounted() {
    return streams.count() > 0;
  }

  /** Number of incomplete code streams; valid after the last fragment. */
  public long cutStreams() {
    streams.close();
    return streams.cut();
  }

  /** Entries of the longer offset table; 0 if there is none. */
  public long tableEntries() {
    return tableEntries;
  }

  /**
   * Whether an offset table contains a frame that begins or ends beyond the last fragment. For an
   * odd length the fragment's padding byte may be included or not.
   */
  public boolean tablePointsBeyond() {
    boolean basic = tableOffset > 0 && tableOffset >= fragmentBytes;
    boolean extended =
        extendedOffset > 0
            && extendedOffset + ITEM_HEADER + Math.max(1, extendedLength) > fragmentBytes + 1;
    return basic || extended;
  }

  /** Bytes of all items, including the offset table. */
  public long itemBytes() {
    return itemBytes;
  }

  /** Whether the first fragment begins as the codec demands; true if it could not be read. */
  public boolean beginsAs(PixelCodec codec) {
    return !firstMarkSeen || codec.beginsWith(firstMark);
  }

  /** Whether the last fragment ends as the codec demands. */
  public boolean endsMarked() {
    return endMarked;
  }
}
