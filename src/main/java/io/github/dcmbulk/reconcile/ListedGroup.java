package io.github.dcmbulk.reconcile;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a list for one study. A row with the same patient is a repetition (pages of an answer
 * may repeat a study); a row with another patient is another part of the study, and their counts
 * are added.
 */
final class ListedGroup {
  private static final Long NO_PATIENT = 0L;

  private final Map<Long, Long> instances = new HashMap<>();
  private final Set<Long> accessions = new HashSet<>();
  private final Set<Long> patients = new HashSet<>();
  private final Set<String> dates = new HashSet<>();
  private long line = Long.MAX_VALUE;
  private @Nullable String modalities;
  private @Nullable String date;
  private boolean isCounted = true;
  private long duplicates;

  /** Adds a row. */
  void add(
      long rowLine,
      @Nullable Long accession,
      @Nullable Long patient,
      @Nullable String rowDate,
      @Nullable Long count,
      @Nullable String rowModalities) {
    Long key = patient == null ? NO_PATIENT : patient;
    Long before = instances.put(key, count == null ? Long.valueOf(0) : count);
    if (before != null) {
      duplicates++;
      instances.merge(key, before, Math::max);
    }
    isCounted &= count != null;
    line = Math.min(line, rowLine);
    if (accession != null) {
      accessions.add(accession);
    }
    if (patient != null) {
      patients.add(patient);
    }
    if (rowDate != null) {
      dates.add(rowDate);
      date = date == null ? rowDate : date;
    }
    modalities = modalities == null ? rowModalities : modalities;
  }

  /** Number of instances listed; null if a row has no count. */
  @Nullable Long instances() {
    return isCounted
        ? Long.valueOf(instances.values().stream().mapToLong(Long::longValue).sum())
        : null;
  }

  long line() {
    return line;
  }

  long duplicates() {
    return duplicates;
  }

  @Nullable String date() {
    return date;
  }

  @Nullable String modalities() {
    return modalities;
  }

  /** Whether the rows have values other than the UID to compare with the files. */
  boolean namesMoreThanUid() {
    return !accessions.isEmpty() || !patients.isEmpty() || !dates.isEmpty();
  }

  Set<Long> accessions() {
    return accessions;
  }

  Set<Long> patients() {
    return patients;
  }

  Set<String> dates() {
    return dates;
  }
}
