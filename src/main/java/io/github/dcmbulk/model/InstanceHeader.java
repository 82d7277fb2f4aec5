package io.github.dcmbulk.model;

import org.jspecify.annotations.Nullable;

/**
 * What is kept of an instance's data set: identifiers and classification, padding stripped, never a
 * patient attribute. Fields are null where the file does not hold them or could not be read so far.
 *
 * @param sopClassUid (0008,0016)
 * @param sopInstanceUid (0008,0018)
 * @param studyInstanceUid (0020,000D)
 * @param seriesInstanceUid (0020,000E)
 * @param modality (0008,0060)
 * @param transferSyntaxUid (0002,0010)
 * @param studyDate (0008,0020) as {@code yyyyMMdd}
 * @param patientDigest a keyed digest of the normalised Patient ID (0010,0020), to notice two
 *     patients in one study without holding either id; the key lives for one run
 */
public record InstanceHeader(
    @Nullable String sopClassUid,
    @Nullable String sopInstanceUid,
    @Nullable String studyInstanceUid,
    @Nullable String seriesInstanceUid,
    @Nullable String modality,
    @Nullable String transferSyntaxUid,
    @Nullable String studyDate,
    @Nullable Long patientDigest) {

  /** A header of which nothing could be read. */
  public static final InstanceHeader NONE =
      new InstanceHeader(null, null, null, null, null, null, null, null);

  /** Whether nothing could be read; cheaper than a comparison with {@link #NONE}. */
  public boolean isEmpty() {
    return sopClassUid == null
        && sopInstanceUid == null
        && studyInstanceUid == null
        && seriesInstanceUid == null
        && modality == null
        && transferSyntaxUid == null
        && studyDate == null
        && patientDigest == null;
  }
}
