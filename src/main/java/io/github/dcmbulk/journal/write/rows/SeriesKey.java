package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.model.InstanceHeader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The values that identify a row of series.
 *
 * @param study the study's row; 0 for none
 */
record SeriesKey(
    long study,
    @Nullable String uid,
    @Nullable String modality,
    @Nullable String sopClass,
    @Nullable String transferSyntax,
    @Nullable Long accession,
    @Nullable Long patient,
    @Nullable String date) {

  /** Written out: linking a record's generated method is slow at the start of a process. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SeriesKey k
        && study == k.study
        && Objects.equals(uid, k.uid)
        && Objects.equals(modality, k.modality)
        && Objects.equals(sopClass, k.sopClass)
        && Objects.equals(transferSyntax, k.transferSyntax)
        && Objects.equals(accession, k.accession)
        && Objects.equals(patient, k.patient)
        && Objects.equals(date, k.date);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(study) + Objects.hashCode(uid);
  }

  /** A digest of all values, for a unique index on one short column. */
  byte[] digest() {
    Object[] values = {study, uid, modality, sopClass, transferSyntax, accession, patient, date};
    StringBuilder text = new StringBuilder();
    for (Object value : values) {
      // With its length a value cannot be mixed up with the next one; -1 is for a missing value.
      String written = value == null ? "" : value.toString();
      text.append(value == null ? -1 : written.length()).append(':').append(written);
    }
    try {
      byte[] all =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(all, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Whether two files are of one series. */
  static boolean areAlike(InstanceHeader header, InstanceHeader last) {
    return Objects.equals(header.studyInstanceUid(), last.studyInstanceUid())
        && Objects.equals(header.seriesInstanceUid(), last.seriesInstanceUid())
        && Objects.equals(header.modality(), last.modality())
        && Objects.equals(header.sopClassUid(), last.sopClassUid())
        && Objects.equals(header.transferSyntaxUid(), last.transferSyntaxUid())
        && Objects.equals(header.accessionDigest(), last.accessionDigest())
        && Objects.equals(header.patientDigest(), last.patientDigest())
        && Objects.equals(header.studyDate(), last.studyDate());
  }
}
