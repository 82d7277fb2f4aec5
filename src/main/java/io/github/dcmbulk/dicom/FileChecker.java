package io.github.dcmbulk.dicom;

import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.model.Verdict;

/**
 * Decides about one file. The seam between dcmbulk and its DICOM reader: another reader can be put
 * behind it. Implementations are safe for use by several threads.
 */
public interface FileChecker {
  /**
   * Reads as little of the file as the answer needs and never changes it. Returns a verdict for any
   * content whatever; a file that cannot be opened or read is {@link Verdict.Kind#UNREADABLE}.
   */
  Verdict check(SourceFile file);
}
