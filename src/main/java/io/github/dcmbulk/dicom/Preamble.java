package io.github.dcmbulk.dicom;

import io.github.dcmbulk.model.Reason;
import io.github.dcmbulk.model.Warning;
import java.io.IOException;

/** The 128 bytes in front of the prefix (PS3.10 §7.1), which may be anything but a program. */
final class Preamble {
  private Preamble() {}

  /** Checks them, and that something follows the prefix. */
  static void check(Input file, CheckLog log) throws IOException, CheckFailure {
    int index = file.at(0, Examination.PREFIX_END);
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
    if (file.size() == Examination.PREFIX_END) {
      throw new CheckFailure(
          Check.NOT_EMPTY, Reason.EMPTY, Examination.PREFIX_END, 0, "only preamble and prefix");
    }
  }
}
