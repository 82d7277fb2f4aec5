package io.github.dcmbulk.upload;

import io.github.dcmbulk.model.RunResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a check found.
 *
 * @param files every file found, by bucket
 * @param duplicates instances whose bytes are there under another path too
 * @param conflicts instances that share a SOP Instance UID with different bytes
 * @param studies studies with at least one instance
 * @param splitStudies studies spread over several directories; information only
 * @param seconds wall time
 * @param rejections by reason, most frequent first
 * @param warnings by warning, most frequent first
 * @param misfiled notices of studies or series that look misfiled, without patient data
 */
public record CheckResult(
    RunResult.Files files,
    long duplicates,
    long conflicts,
    long studies,
    long splitStudies,
    double seconds,
    List<Group> rejections,
    List<Group> warnings,
    List<String> misfiled) {

  /**
   * Files with the same finding.
   *
   * @param name wire name of the reason or warning
   * @param files how many files
   * @param studies how many studies they belong to, as far as it could be read
   * @param example one of the files
   */
  public record Group(String name, long files, long studies, @Nullable Path example) {}

  /** Copies the lists. */
  public CheckResult {
    rejections = List.copyOf(rejections);
    warnings = List.copyOf(warnings);
    misfiled = List.copyOf(misfiled);
  }

  /** Rejected files by the reason's wire name. */
  public Map<String, Long> rejectionCounts() {
    return rejections.stream()
        .collect(
            java.util.stream.Collectors.toMap(
                Group::name, Group::files, Long::sum, java.util.LinkedHashMap::new));
  }
}
