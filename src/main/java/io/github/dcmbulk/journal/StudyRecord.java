package io.github.dcmbulk.journal;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of a study by result, and the identities of their patient. Duplicates of an instance
 * are not counted.
 *
 * @param uid Study Instance UID
 * @param date Study Date (0008,0020) of the file that was found first; null if it has none
 * @param delivered instances delivered
 * @param waiting instances that a later run sends: pending, held, or failed for a time
 * @param rejected files that were rejected or cannot be read, and instances that were refused
 *     permanently or are in conflict
 * @param waived how many of {@code rejected} are waived
 * @param failed instances that failed, whether for now or permanently; they are in {@code waiting}
 *     or {@code rejected} as well
 * @param isInterrupted whether its delivery was interrupted: a later run sends it again
 * @param isInParts whether it went in parts that the service does not process together; nothing is
 *     sent again by itself
 * @param identity accession numbers, patient IDs and dates of its files
 */
public record StudyRecord(
    String uid,
    @Nullable String date,
    long delivered,
    long waiting,
    long rejected,
    long waived,
    long failed,
    boolean isInterrupted,
    boolean isInParts,
    Identity identity) {

  /**
   * Accession numbers and patient IDs as keyed digests, and study dates, of all files of a study;
   * empty values are left out.
   *
   * @param isKnown false where only an older dcmbulk has read the files, which kept none
   */
  public record Identity(
      boolean isKnown, Set<Long> accessions, Set<Long> patients, Set<String> dates) {
    /** Nothing is known. */
    public static final Identity UNKNOWN = new Identity(false, Set.of(), Set.of(), Set.of());

    /** Copies the sets. */
    public Identity {
      accessions = Set.copyOf(accessions);
      patients = Set.copyOf(patients);
      dates = Set.copyOf(dates);
    }
  }

  /** Files and instances found. */
  public long found() {
    return delivered + waiting + rejected;
  }
}
