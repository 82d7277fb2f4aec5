package io.github.dcmbulk.dicom;

import io.github.dcmbulk.model.Reason;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.model.Verdict;

/**
 * Checks one file. The interface between dcmbulk and its DICOM reader, which can be replaced.
 * Implementations are safe for several threads.
 */
public interface FileChecker {
  /**
   * Reads as little of the file as necessary and never changes it. Returns a verdict for any
   * content; a file that cannot be opened or read is {@link Verdict.Kind#UNREADABLE}. That is also
   * the verdict if the calling thread is interrupted; the thread's interrupt status is then set,
   * and the verdict says nothing about the file.
   *
   * @param file path and size as found by the walk; the size is compared with the present one only
   *     where the file looks truncated or damaged
   * @param named whether the user named this file: a media directory (PS3.10 §8.6) is then rejected
   *     as {@link Reason#DICOMDIR}; one found by a walk is {@link Verdict.Kind#NOT_DICOM}
   */
  Verdict check(SourceFile file, boolean named);

  /** Checks a file that a walk found. */
  default Verdict check(SourceFile file) {
    return check(file, false);
  }
}
