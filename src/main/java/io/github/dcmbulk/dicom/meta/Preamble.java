package io.github.dcmbulk.dicom.meta;

import io.github.dcmbulk.dicom.read.Input;
import io.github.dcmbulk.dicom.verdict.Check;
import io.github.dcmbulk.dicom.verdict.CheckFailure;
import io.github.dcmbulk.dicom.verdict.CheckLog;
import io.github.dcmbulk.model.Reason;
import io.github.dcmbulk.model.Warning;
import java.io.IOException;

/**
 * The 128 bytes before the prefix (PS3.10 §7.1). Any content is allowed, but a program is reported.
 */
public final class Preamble {
  /** Bytes before the prefix. */
  public static final int LENGTH = 128;

  /** Position after the prefix {@code DICM}. */
  public static final int PREFIX_END = LENGTH + 4;

  private Preamble() {}

  /**
   * Checks the preamble, and that data follow the prefix.
   *
   * @throws IOException the file cannot be read
   * @throws CheckFailure the file is truncated or malformed
   */
  public static void check(Input file, CheckLog log) throws IOException, CheckFailure {
    int index = file.at(0, PREFIX_END);
    byte[] b = file.bytes;
    boolean portable = b[index] == 'M' && b[index + 1] == 'Z';
    boolean elf =
        b[index] == 0x7F && b[index + 1] == 'E' && b[index + 2] == 'L' && b[index + 3] == 'F';
    boolean script = b[index] == '#' && b[index + 1] == '!';
    if (portable || elf || script) {
      log.warn(
          Check.PREAMBLE, Warning.EXECUTABLE_PREAMBLE, 0, 0, "the preamble begins like a program");
    } else {
      log.pass(Check.PREAMBLE, 0, 0);
    }
    if (file.size() == PREFIX_END) {
      throw new CheckFailure(
          Check.NOT_EMPTY, Reason.EMPTY, PREFIX_END, 0, "only preamble and prefix");
    }
  }

  /** Whether the four bytes at an index are the prefix of a DICOM file. */
  public static boolean isPrefix(byte[] bytes, int index) {
    return bytes[index] == 'D'
        && bytes[index + 1] == 'I'
        && bytes[index + 2] == 'C'
        && bytes[index + 3] == 'M';
  }
}
