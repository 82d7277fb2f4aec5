package io.github.dcmbulk.upload;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selection by what a file holds; what it leaves out counts as excluded.
 *
 * @param modalities modalities to send, upper case; empty for all
 * @param studyDateFrom first study date, {@code yyyyMMdd}; null for no limit
 * @param studyDateTo last study date, {@code yyyyMMdd}; null for no limit
 */
public record ContentFilter(
    Set<String> modalities, @Nullable String studyDateFrom, @Nullable String studyDateTo) {
  /** Leaves out nothing. */
  public static final ContentFilter ALL = new ContentFilter(Set.of(), null, null);

  /** Copies the set. */
  public ContentFilter {
    modalities = Set.copyOf(modalities);
  }
}
