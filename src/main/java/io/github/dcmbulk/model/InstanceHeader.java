package io.github.dcmbulk.model;

import org.jspecify.annotations.Nullable;

/**
 * Values of an instance's data set: identifiers and classification, without padding, and no patient
 * attribute. A field is null where the file does not have it or could not be read.
 *
 * @param sopClassUid (0008,0016)
 * @param sopInstanceUid (0008,0018)
 * @param studyInstanceUid (0020,000D)
 * @param seriesInstanceUid (0020,000E)
 * @param modality (0008,0060)
 * @param transferSyntaxUid (0002,0010)
 * @param studyDate (0008,0020) as {@code yyyyMMdd}
 * @param patientDigest keyed digest ({@link IdentifierDigest}) of Patient ID (0010,0020), to notice
 *     two patients in one study and a patient other than the listed one, without storing the ID
 * @param accessionDigest keyed digest of Accession Number (0008,0050)
 */
public record InstanceHeader(
    @Nullable String sopClassUid,
    @Nullable String sopInstanceUid,
    @Nullable String studyInstanceUid,
    @Nullable String seriesInstanceUid,
    @Nullable String modality,
    @Nullable String transferSyntaxUid,
    @Nullable String studyDate,
    @Nullable Long patientDigest,
    @Nullable Long accessionDigest) {

  /** A header without values. */
  public static final InstanceHeader NONE =
      new InstanceHeader(null, null, null, null, null, null, null, null, null);

  /** A header without an accession number. */
  public InstanceHeader(
      @Nullable String sopClassUid,
      @Nullable String sopInstanceUid,
      @Nullable String studyInstanceUid,
      @Nullable String seriesInstanceUid,
      @Nullable String modality,
      @Nullable String transferSyntaxUid,
      @Nullable String studyDate,
      @Nullable Long patientDigest) {
    this(
        sopClassUid,
        sopInstanceUid,
        studyInstanceUid,
        seriesInstanceUid,
        modality,
        transferSyntaxUid,
        studyDate,
        patientDigest,
        null);
  }

  /** Whether it has no values; faster than a comparison with {@link #NONE}. */
  public boolean isEmpty() {
    return sopClassUid == null
        && sopInstanceUid == null
        && studyInstanceUid == null
        && seriesInstanceUid == null
        && modality == null
        && transferSyntaxUid == null
        && studyDate == null
        && patientDigest == null
        && accessionDigest == null;
  }
}
