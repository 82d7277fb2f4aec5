package io.github.dcmbulk.dicom;

import io.github.dcmbulk.dicom.meta.BareDataSet;
import io.github.dcmbulk.dicom.meta.CommandSet;
import io.github.dcmbulk.dicom.read.InflatedInput;
import io.github.dcmbulk.dicom.read.Input;
import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.TransferSyntax;
import io.github.dcmbulk.dicom.verdict.Check;
import io.github.dcmbulk.dicom.verdict.CheckFailure;
import io.github.dcmbulk.dicom.verdict.CheckLog;
import io.github.dcmbulk.dicom.verdict.Remedies;
import io.github.dcmbulk.model.Count;
import io.github.dcmbulk.model.Warning;
import java.io.IOException;

/**
 * Where a data set begins and how it is encoded, which is not always what the file says.
 *
 * <p>A method throws {@link CheckFailure} when the file is truncated or malformed, and {@link
 * IOException} when it cannot be read.
 */
final class DataSetStart {
  private final Input file;
  private final CheckLog log;

  DataSetStart(Input file, CheckLog log) {
    this.file = file;
    this.log = log;
  }

  /** Where the data set begins: after a group 0000, which does not belong in a file. */
  long behindCommandSet(long start) throws IOException, CheckFailure {
    long end = CommandSet.end(file, start);
    if (end > start) {
      log.warn(
          Check.COMMAND_SET,
          Warning.NONCONFORMING,
          start,
          0,
          Count.of(end - start, "byte") + " of group 0000 precede the data set");
    }
    return end;
  }

  /** Whether a deflated data set begins with a zlib header, which PS3.5 A.5 does not allow. */
  boolean hasZlibHeader(long start) throws IOException, CheckFailure {
    int index = file.at(start, 2);
    boolean zlib =
        index >= 0
            && InflatedInput.isZlibHeader(file.bytes[index] & 0xFF, file.bytes[index + 1] & 0xFF);
    if (zlib) {
      log.warn(
          Check.INFLATE,
          Warning.ZLIB_HEADER,
          start,
          0,
          "the stream has a zlib header",
          Remedies.zlibHeader(start));
    }
    return zlib;
  }

  /**
   * How the first element is written, whatever the transfer syntax says.
   *
   * @param declared whether the file states its transfer syntax
   */
  Encoding encodingAt(Input in, long start, TransferSyntax syntax, boolean declared)
      throws IOException, CheckFailure {
    int index = in.at(start, 8);
    if (index < 0) {
      return syntax.encoding();
    }
    Encoding found = Encoding.ofFirstElement(syntax.encoding(), in.bytes, index, in.size() - start);
    if (found != syntax.encoding() && BareDataSet.isWrittenAs(syntax.encoding(), in, start)) {
      // The low bytes of an implicit length can look like the two letters of a VR.
      found = syntax.encoding();
    }
    if (found != syntax.encoding() && declared) {
      log.warn(
          Check.ENCODING,
          Warning.ENCODING_MISMATCH,
          start,
          0,
          "declared " + syntax.encoding().title() + ", written " + found.title(),
          Remedies.encoding(found, start));
    } else {
      log.pass(Check.ENCODING, start, 0);
    }
    return found;
  }
}
