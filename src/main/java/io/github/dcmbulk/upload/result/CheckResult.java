package io.github.dcmbulk.upload.result;

import io.github.dcmbulk.journal.CheckFindings;
import io.github.dcmbulk.model.Inventory;
import io.github.dcmbulk.model.RunResult;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Result of a check.
 *
 * @param files every file found, by bucket
 * @param duplicates instances whose bytes are in a file of another path as well
 * @param conflicts instances that share a SOP Instance UID with different bytes
 * @param held instances of studies that are younger than {@code --min-age}
 * @param studies studies with at least one instance
 * @param splitStudies studies spread over several directories; information only
 * @param seconds wall time
 * @param rejections by reason, most frequent first
 * @param warnings by warning, most frequent first
 * @param misfiled notices of studies or series that look misfiled, without patient data
 * @param inventory what can be sent now, added up; null if it was not requested
 */
public record CheckResult(
    RunResult.Files files,
    long duplicates,
    long conflicts,
    long held,
    long studies,
    long splitStudies,
    double seconds,
    List<CheckFindings.Group> rejections,
    List<CheckFindings.Group> warnings,
    List<String> misfiled,
    @Nullable Inventory inventory) {

  /** Copies the lists. */
  public CheckResult {
    rejections = List.copyOf(rejections);
    warnings = List.copyOf(warnings);
    misfiled = List.copyOf(misfiled);
  }

  /** Rejected files by the code of the reason. */
  public Map<String, Long> rejectionCounts() {
    return rejections.stream()
        .collect(
            java.util.stream.Collectors.toMap(
                CheckFindings.Group::name,
                CheckFindings.Group::files,
                Long::sum,
                java.util.LinkedHashMap::new));
  }
}
