package io.github.dcmbulk.dicom.read;

import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.PixelCodec;

/**
 * Counts the code streams in the fragments of encapsulated pixel data (PS3.5 A.4): a frame is one
 * code stream, in one or more fragments. For RLE, whose header contains the offsets of its segments
 * (PS3.5 G.5), it also detects a stream that ends before its last segment.
 */
final class CodeStreams {
  /** Bytes at the beginning of a fragment that are read. */
  static final int HEAD = 64;

  private static final int NUMBER = 4;
  private static final int RLE_FIRST_SEGMENT = 64;

  private long count;
  private long bytes;
  private long lastSegment;
  private long cut;

  /**
   * Adds the next fragment.
   *
   * @param head buffer with its first bytes, at {@code index}, up to {@link #HEAD} of them
   */
  void take(byte[] head, int index, int available, long length, PixelCodec codec) {
    boolean begins =
        available >= NUMBER
            && codec.beginsStream(Integer.reverseBytes((int) number(head, index, 0)));
    if (begins) {
      close();
      count++;
      lastSegment = codec == PixelCodec.RLE && available == HEAD ? lastSegmentOf(head, index) : 0;
    }
    bytes += length;
  }

  /** Ends the last stream. */
  void close() {
    if (lastSegment > 0 && bytes <= lastSegment) {
      cut++;
    }
    bytes = 0;
    lastSegment = 0;
  }

  /** Number of streams. */
  long count() {
    return count;
  }

  /** Number of streams that end before their last segment. */
  long cut() {
    return cut;
  }

  /** The offset of the last segment; 0 if the first is not where the standard demands. */
  private static long lastSegmentOf(byte[] head, int index) {
    int segments = (int) number(head, index, 0);
    return number(head, index, 1) == RLE_FIRST_SEGMENT ? number(head, index, segments) : 0;
  }

  private static long number(byte[] head, int index, int which) {
    return Encoding.EXPLICIT_LITTLE.u32(head, index + which * NUMBER);
  }
}
