package io.github.dcmbulk.sandbox.lake;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * What the lake files an instance by, padding stripped.
 *
 * @param study (0020,000D)
 * @param series (0020,000E)
 * @param sop (0008,0018)
 * @param transferSyntax (0002,0010)
 */
public record DicomUids(String study, String series, String sop, String transferSyntax) {
  /** File systems end at 255 bytes, and some at 255 for a whole path. */
  private static final int LONGEST_NAME = 128;

  /**
   * Reads a PS3.10 file up to (0020,000E). Empty when it is no such file, or lacks a UID, or holds
   * one that cannot be a file name.
   *
   * @param file from its first byte on; must support {@link InputStream#mark}
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

  /** Digits and dots only, and not dots alone, so that it cannot leave its directory. */
  static boolean nameable(String uid) {
    return uid.length() <= LONGEST_NAME
        && uid.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.')
        && uid.chars().anyMatch(c -> c != '.');
  }
}
