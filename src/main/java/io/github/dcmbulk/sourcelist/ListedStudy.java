package io.github.dcmbulk.sourcelist;

import org.jspecify.annotations.Nullable;

/**
 * A study in one row of a list. Missing values are null; a UID or an accession number is present.
 *
 * @param line line number in a file, or row number in an answer, from 1
 * @param uid Study Instance UID (0020,000D)
 * @param accession keyed digest of Accession Number (0008,0050)
 * @param patient keyed digest of Patient ID (0010,0020)
 * @param date Study Date (0008,0020) as {@code yyyyMMdd}
 * @param instances Number of Study Related Instances (0020,1208)
 * @param series Number of Study Related Series (0020,1206)
 * @param modalities Modalities in Study (0008,0061), joined by backslashes
 */
public record ListedStudy(
    long line,
    @Nullable String uid,
    @Nullable Long accession,
    @Nullable Long patient,
    @Nullable String date,
    @Nullable Long instances,
    @Nullable Long series,
    @Nullable String modalities) {

  /** A copy with another line number. */
  ListedStudy withLine(long other) {
    return new ListedStudy(other, uid, accession, patient, date, instances, series, modalities);
  }
}
