package io.github.dcmbulk.upload;

import io.github.dcmbulk.model.DcmbulkException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The names in a list of files, as bytes: NUL separated as {@code find -print0} writes them, where
 * every other byte belongs to the name; else one a line, where a carriage return before the line's
 * end and a byte order mark at the start are the editor's.
 */
final class ListedNames {
  private static final int LONGEST_NAME = 64 * 1024;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private ListedNames() {}

  /** Takes one name after another, none of them empty. */
  @FunctionalInterface
  interface Taker {
    void take(byte[] name) throws DcmbulkException, InterruptedException;
  }

  /** Reads to the end. */
  static void read(InputStream list, Taker taker)
      throws IOException, DcmbulkException, InterruptedException {
    InputStream in = new BufferedInputStream(list, LONGEST_NAME);
    boolean lines = !holdsNul(in);
    if (lines) {
      skipByteOrderMark(in);
    }
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    int b = in.read();
    while (b >= 0) {
      if (b != (lines ? '\n' : 0)) {
        name.write(b);
      } else {
        end(name, lines, taker);
      }
      b = in.read();
    }
    end(name, lines, taker);
  }

  private static void end(ByteArrayOutputStream name, boolean lines, Taker taker)
      throws DcmbulkException, InterruptedException {
    byte[] bytes = name.toByteArray();
    name.reset();
    int length = bytes.length;
    if (lines && length > 0 && bytes[length - 1] == '\r') {
      length--;
    }
    if (length > 0) {
      taker.take(Arrays.copyOf(bytes, length));
    }
  }

  /** Whether there is a NUL near the start. */
  private static boolean holdsNul(InputStream in) throws IOException {
    in.mark(LONGEST_NAME);
    boolean found = false;
    for (byte b : in.readNBytes(LONGEST_NAME)) {
      found |= b == 0;
    }
    in.reset();
    return found;
  }

  private static void skipByteOrderMark(InputStream in) throws IOException {
    in.mark(BYTE_ORDER_MARK.length);
    if (!Arrays.equals(in.readNBytes(BYTE_ORDER_MARK.length), BYTE_ORDER_MARK)) {
      in.reset();
    }
  }
}
