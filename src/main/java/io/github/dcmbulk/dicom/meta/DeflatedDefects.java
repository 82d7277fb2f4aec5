package io.github.dcmbulk.dicom.meta;

import io.github.dcmbulk.dicom.read.Input;
import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.verdict.Advice;
import io.github.dcmbulk.dicom.verdict.Check;
import io.github.dcmbulk.dicom.verdict.CheckFailure;
import io.github.dcmbulk.dicom.verdict.Remedies;
import io.github.dcmbulk.model.Reason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Finds why the data set of a deflated transfer syntax (PS3.5 A.5) could not be read. */
public final class DeflatedDefects {
  private DeflatedDefects() {}

  /**
   * The failure with more specific advice.
   *
   * @param defect the failure in the inflated data set or its stream
   * @param start position of the stream in the file
   * @throws IOException the file cannot be read
   * @throws CheckFailure the file is truncated or malformed
   */
  public static CheckFailure explain(CheckFailure defect, Input file, long start)
      throws IOException, CheckFailure {
    if (defect.check() == Check.INFLATE && defect.reason() == Reason.CORRUPT) {
      Encoding plain = plainEncoding(file, start);
      return plain == null
          ? with(defect, defect.offset(), defect.detail(), Remedies.BAD_STREAM)
          : with(
              defect,
              start,
              "the data set is not deflated, but written in " + plain.title(),
              Remedies.notDeflated(plain, start));
    }
    if (defect.check() == Check.STRUCTURE) {
      return with(
          defect,
          defect.offset(),
          defect.detail() + ", in a whole deflate stream",
          Remedies.CUT_BEFORE_DEFLATING);
    }
    return defect;
  }

  private static CheckFailure with(CheckFailure defect, long offset, String detail, Advice advice) {
    return new CheckFailure(defect.check(), defect.reason(), offset, defect.tag(), detail, advice);
  }

  /** The encoding of a data set that is not deflated; null if there is none. */
  private static @Nullable Encoding plainEncoding(Input file, long start)
      throws IOException, CheckFailure {
    return BareDataSet.encodingOf(file, start);
  }
}
