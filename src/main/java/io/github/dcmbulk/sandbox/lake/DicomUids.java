package io.github.dcmbulk.sandbox.lake;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * UIDs by which the lake stores an instance, without padding.
 *
 * @param study (0020,000D)
 * @param series (0020,000E)
 * @param sop (0008,0018)
 * @param transferSyntax (0002,0010)
 */
public record DicomUids(String study, String series, String sop, String transferSyntax) {
  /** File names have at most 255 bytes; on some systems a whole path does. */
  private static final int LONGEST_NAME = 128;

  /**
   * Reads a PS3.10 file up to (0020,000E). Empty when it is no such file, lacks a UID, or has a UID
   * that cannot be a file name.
   *
   * @param file the file from its first byte on; must support {@link InputStream#mark}
   */
  static Optional<DicomUids> read(InputStream file) throws IOException {
    try (DicomHeaderReader reader = new DicomHeaderReader(file)) {
      reader.read();
      return of(reader.study(), reader.series(), reader.sop(), reader.transferSyntax());
    } catch (EOFException | ZipException e) {
      return Optional.empty();
    }
  }

  private static Optional<DicomUids> of(
      @Nullable String study,
      @Nullable String series,
      @Nullable String sop,
      @Nullable String transferSyntax) {
    if (study == null || series == null || sop == null || transferSyntax == null) {
      return Optional.empty();
    }
    return nameable(study) && nameable(series) && nameable(sop)
        ? Optional.of(new DicomUids(study, series, sop, transferSyntax))
        : Optional.empty();
  }

  /** Only digits and dots, and not dots alone, so that a path cannot leave its directory. */
  static boolean nameable(String uid) {
    return uid.length() <= LONGEST_NAME
        && uid.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.')
        && uid.chars().anyMatch(c -> c != '.');
  }
}
