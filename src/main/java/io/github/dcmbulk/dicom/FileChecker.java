package io.github.dcmbulk.dicom;

import io.github.dcmbulk.model.Reason;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.model.Verdict;

/**
 * Decides about one file. The seam between dcmbulk and its DICOM reader: another reader can be put
 * behind it. Implementations are safe for use by several threads.
 */
public interface FileChecker {
  /**
   * Reads as little of the file as the answer needs and never changes it. Returns a verdict for any
   * content whatever; a file that cannot be opened or read is {@link Verdict.Kind#UNREADABLE}. That
   * is also the verdict if the calling thread is interrupted while it reads; the thread's interrupt
   * status is then set, and the verdict says nothing about the file.
   *
   * @param file what the walk saw; its size is trusted, and compared with the file's state of now
   *     only where the file looks cut or damaged
   * @param named whether the user named this very file: a media directory (PS3.10 §8.6) is then
   *     rejected as {@link Reason#DICOMDIR}, where one found in a walk is {@link
   *     Verdict.Kind#NOT_DICOM}
   */
  Verdict check(SourceFile file, boolean named);

  /** Checks a file found in a walk. */
  default Verdict check(SourceFile file) {
    return check(file, false);
  }
}
