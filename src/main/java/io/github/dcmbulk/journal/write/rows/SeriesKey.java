package io.github.dcmbulk.journal.write.rows;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What tells one series row from another.
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

  /** Written out: a record's own is put together from method handles, which is slow to begin. */
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

  /** A digest of all of it, so that one short value is unique. */
  byte[] digest() {
    Object[] values = {study, uid, modality, sopClass, transferSyntax, accession, patient, date};
    StringBuilder text = new StringBuilder();
    for (Object value : values) {
      // A value's length keeps it apart from the next; what is not there differs from all texts.
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
}
