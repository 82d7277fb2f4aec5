package io.github.dcmbulk.upload.settings;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selection by the content of a file; files that it does not select count as excluded.
 *
 * @param modalities modalities to send, upper case; empty for all
 * @param studyDateFrom first study date, {@code yyyyMMdd}; null for no limit
 * @param studyDateTo last study date, {@code yyyyMMdd}; null for no limit
 * @param studies the only studies to send; null for all
 */
public record ContentFilter(
    Set<String> modalities,
    @Nullable String studyDateFrom,
    @Nullable String studyDateTo,
    @Nullable StudyList studies) {
  /** Selects everything. */
  public static final ContentFilter ALL = new ContentFilter(Set.of(), null, null);

  /** Without a list of studies. */
  public ContentFilter(
      Set<String> modalities, @Nullable String studyDateFrom, @Nullable String studyDateTo) {
    this(modalities, studyDateFrom, studyDateTo, null);
  }

  /** A copy for the studies of a list only. */
  public ContentFilter withStudies(@Nullable StudyList list) {
    return new ContentFilter(modalities, studyDateFrom, studyDateTo, list);
  }

  /** Copies the set. */
  public ContentFilter {
    modalities = Set.copyOf(modalities);
  }
}
