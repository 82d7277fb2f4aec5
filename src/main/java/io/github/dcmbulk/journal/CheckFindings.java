package io.github.dcmbulk.journal;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a check found across files.
 *
 * @param rejections rejected files by reason, most frequent first
 * @param warnings files that can be sent, by warning, most frequent first
 * @param splitStudies studies spread over several directories
 * @param twoPatients Study Instance UIDs that name more than one patient, at most a hundred
 * @param twoModalities Series Instance UIDs with more than one modality, at most a hundred
 */
public record CheckFindings(
    List<Group> rejections,
    List<Group> warnings,
    long splitStudies,
    List<String> twoPatients,
    List<String> twoModalities) {

  /**
   * Files with the same finding.
   *
   * @param name code of the reason or warning
   * @param files how many files
   * @param studies how many studies they belong to, as far as it could be read
   * @param example one of the files
   */
  public record Group(String name, long files, long studies, @Nullable Path example) {}
}
