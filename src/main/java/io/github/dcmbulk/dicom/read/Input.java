package io.github.dcmbulk.dicom.read;

import io.github.dcmbulk.dicom.verdict.CheckFailure;
import io.github.dcmbulk.dicom.verdict.CheckLog;
import java.io.IOException;

/**
 * Bytes at increasing positions, in a window. The window limits memory, whatever lengths a file
 * declares; all positions are 64-bit.
 */
public abstract class Input {
  /** Most bytes that can be requested at once, and the limit of values that are read. */
  public static final int CAPACITY = 1 << 16;

  /** The window's bytes; valid until the next call of {@link #at} or {@link #skipTo}. */
  public final byte[] bytes;

  /** Position in the file of the first byte in the window. */
  public long windowStart;

  /** Number of bytes in the window. */
  public int windowLength;

  private long requestedEnd;

  Input(byte[] window) {
    bytes = window;
  }

  /**
   * The index in {@link #bytes} of {@code count} bytes at a position, or -1 if the input ends
   * before.
   *
   * @throws IOException the file cannot be read
   * @throws CheckFailure the file is truncated or malformed
   */
  public final int at(long position, int count) throws IOException, CheckFailure {
    long index = position - windowStart;
    boolean there = index >= 0 && index + count <= windowLength;
    if (!there && !fetch(position, count)) {
      return -1;
    }
    requestedEnd = Math.max(requestedEnd, position + count);
    return (int) (position - windowStart);
  }

  /** The highest position up to which bytes were requested. */
  final long requestedEnd() {
    return requestedEnd;
  }

  /**
   * Number of bytes in the window from a position on; at least one, except at the end of the input.
   *
   * @throws IOException the file cannot be read
   * @throws CheckFailure the file is truncated or malformed
   */
  public final int available(long position) throws IOException, CheckFailure {
    int index = at(position, 1);
    return index < 0 ? 0 : windowLength - index;
  }

  /**
   * Moves to a position; false if the input ends before it. Earlier bytes are discarded.
   *
   * @throws IOException the file cannot be read
   * @throws CheckFailure the file is truncated or malformed
   */
  public abstract boolean skipTo(long position) throws IOException, CheckFailure;

  /** Length of the input, or {@link Long#MAX_VALUE} while its end has not been reached. */
  public abstract long size();

  /**
   * Checks what follows the data set outside of it, after the data set was read to its end.
   *
   * @throws IOException the file cannot be read
   * @throws CheckFailure the file is truncated or malformed
   */
  public void checkEnd(CheckLog log) throws IOException, CheckFailure {
    // Nothing is outside where the data set extends to the end of the file.
  }

  /** Whether positions before the window can be read again. */
  public abstract boolean rewinds();

  /** Moves the window so that it contains these bytes; false if the input ends before. */
  abstract boolean fetch(long position, int count) throws IOException, CheckFailure;
}
