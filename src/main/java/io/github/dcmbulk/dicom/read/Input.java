package io.github.dcmbulk.dicom.read;

import io.github.dcmbulk.dicom.verdict.CheckFailure;
import io.github.dcmbulk.dicom.verdict.CheckLog;
import java.io.IOException;

/**
 * Bytes at rising positions, seen through a window. Memory is bounded by the window whatever a file
 * declares; all positions are 64-bit.
 */
public abstract class Input {
  /** The most bytes that can be asked for at once, and the cap on any value that is looked at. */
  public static final int CAPACITY = 1 << 16;

  /** The window's bytes; valid until the next call of {@link #at} or {@link #skipTo}. */
  public final byte[] bytes;

  /** Position in the file of the first byte that is in memory. */
  public long windowStart;

  /** How many bytes are in memory. */
  public int windowLength;

  Input(byte[] window) {
    bytes = window;
  }

  /**
   * The index in {@link #bytes} of {@code count} bytes that begin at a position, or -1 if the input
   * ends before their end.
   *
   * @throws IOException the file cannot be read
   * @throws CheckFailure the file is cut, or not well-formed
   */
  public final int at(long position, int count) throws IOException, CheckFailure {
    long index = position - windowStart;
    if (index >= 0 && index + count <= windowLength) {
      return (int) index;
    }
    return fetch(position, count) ? (int) (position - windowStart) : -1;
  }

  /**
   * How many bytes from a position on are in the window, at least one unless the input ends.
   *
   * @throws IOException the file cannot be read
   * @throws CheckFailure the file is cut, or not well-formed
   */
  public final int available(long position) throws IOException, CheckFailure {
    int index = at(position, 1);
    return index < 0 ? 0 : windowLength - index;
  }

  /**
   * Whether the input holds all bytes before a position; gives up those before it.
   *
   * @throws IOException the file cannot be read
   * @throws CheckFailure the file is cut, or not well-formed
   */
  public abstract boolean skipTo(long position) throws IOException, CheckFailure;

  /** Length of the input, or {@link Long#MAX_VALUE} while its end has not been reached. */
  public abstract long size();

  /**
   * Judges what follows the data set outside of it, once that was read to its end.
   *
   * @throws IOException the file cannot be read
   * @throws CheckFailure the file is cut, or not well-formed
   */
  public void checkEnd(CheckLog log) throws IOException, CheckFailure {
    // Nothing is outside, where the data set reaches to the end of the file.
  }

  /** Whether positions before the window can be asked for again. */
  public abstract boolean rewinds();

  /** Moves the window so that it holds these bytes; false if the input ends before their end. */
  abstract boolean fetch(long position, int count) throws IOException, CheckFailure;
}
