package io.github.dcmbulk.dicom.meta;

import io.github.dcmbulk.dicom.read.Input;
import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.Vr;
import io.github.dcmbulk.dicom.verdict.CheckFailure;
import java.io.IOException;

/**
 * The command set of a C-STORE request (group 0000, PS3.7 §6.3.1), which some receivers store
 * before the data set. Its encoding is always implicit VR little endian.
 */
public final class CommandSet {
  private static final int HEADER = 8;
  private static final int FIRST_WITHOUT_LENGTH = 0x0002;
  private static final int GROUP_LENGTH_BYTES = 4;

  /** Bytes. No command set is longer: its elements are UIDs, numbers and short texts. */
  private static final int MAX_BYTES = Input.CAPACITY / 2;

  private CommandSet() {}

  /**
   * Position of the data set: after the command set at {@code start}, or {@code start} if there is
   * none.
   *
   * @param in an input that can rewind
   * @throws IOException the file cannot be read
   * @throws CheckFailure the file is truncated or malformed
   */
  public static long end(Input in, long start) throws IOException, CheckFailure {
    int first = in.at(start, HEADER);
    if (first < 0 || !begins(in.bytes, first)) {
      return start;
    }
    long position = start;
    int index = first;
    int last = -1;
    while (index >= 0 && group(in.bytes, index) == 0) {
      int element = Encoding.EXPLICIT_LITTLE.u16(in.bytes, index + 2);
      position += HEADER + length(in.bytes, index);
      if (element <= last || position - start > MAX_BYTES) {
        return start;
      }
      last = element;
      index = in.at(position, HEADER);
    }
    return index < 0 ? start : position;
  }

  private static boolean begins(byte[] bytes, int index) {
    if (group(bytes, index) != 0) {
      return false;
    }
    int element = Encoding.EXPLICIT_LITTLE.u16(bytes, index + 2);
    long length = length(bytes, index);
    return element == 0
        ? length == GROUP_LENGTH_BYTES
        : element == FIRST_WITHOUT_LENGTH && length > 0;
  }

  private static int group(byte[] bytes, int index) {
    return Encoding.EXPLICIT_LITTLE.u16(bytes, index);
  }

  /** Value length. Commands have no VR with a long length field, if they state a VR at all. */
  private static long length(byte[] bytes, int index) {
    return Vr.isKnown(Vr.at(bytes, index + 4))
        ? Encoding.EXPLICIT_LITTLE.u16(bytes, index + 6)
        : Encoding.IMPLICIT_LITTLE.u32(bytes, index + 4);
  }
}
