package io.github.dcmbulk.dicom;

import io.github.dcmbulk.dicom.verdict.CheckFinding;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.model.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A verdict and the results of the checks that led to it, in the order in which they ran. Checks
 * that did not run after a failure, or do not apply, are missing.
 *
 * @param file the file
 * @param verdict the result of {@link FileChecker#check}
 * @param transferSyntax name and UID of its transfer syntax; null if it has none
 * @param findings the outcomes, unmodifiable
 */
public record Explanation(
    SourceFile file,
    Verdict verdict,
    @Nullable String transferSyntax,
    List<CheckFinding> findings) {
  /** Copies the list. */
  public Explanation {
    findings = List.copyOf(findings);
  }
}
