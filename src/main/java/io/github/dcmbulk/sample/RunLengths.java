package io.github.dcmbulk.sample;

import java.io.ByteArrayOutputStream;

/** RLE Lossless (PS3.5 Annex G), for one frame of one byte per pixel: one segment. */
final class RunLengths {
  private static final int HEADER_BYTES = 64;
  private static final int LONGEST_RUN = 128;

  private RunLengths() {}

  /**
   * The fragment of a frame: header and segment, with an even length. Each row is encoded
   * separately.
   */
  static byte[] encode(byte[] pixels, int columns) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] header = new byte[HEADER_BYTES];
    header[0] = 1;
    header[4] = HEADER_BYTES;
    out.writeBytes(header);
    for (int row = 0; row < pixels.length; row += columns) {
      encodeRow(pixels, row, row + columns, out);
    }
    if (out.size() % 2 == 1) {
      out.write(0);
    }
    return out.toByteArray();
  }

  private static void encodeRow(byte[] pixels, int from, int to, ByteArrayOutputStream out) {
    int start = from;
    while (start < to) {
      int run = runAt(pixels, start, to);
      if (run > 1) {
        out.write(1 - run);
        out.write(pixels[start]);
        start += run;
      } else {
        int end = start + 1;
        while (end < to && end - start < LONGEST_RUN && runAt(pixels, end, to) == 1) {
          end++;
        }
        out.write(end - start - 1);
        out.write(pixels, start, end - start);
        start = end;
      }
    }
  }

  private static int runAt(byte[] pixels, int start, int to) {
    int end = start + 1;
    while (end < to && end - start < LONGEST_RUN && pixels[end] == pixels[start]) {
      end++;
    }
    return end - start;
  }
}
