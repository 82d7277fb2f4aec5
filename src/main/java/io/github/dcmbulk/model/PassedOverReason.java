package io.github.dcmbulk.model;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why a file that may contain images is not read. The name is the reason in rows, and the key in
 * results.
 */
public enum PassedOverReason {
  /** A symbolic link that was not followed. */
  SYMLINK(
      "symbolic link was not followed",
      "symbolic links were not followed",
      "--follow-links follows them"),
  /** A file that contains other files. */
  ARCHIVE(
      "archive was not opened",
      "archives were not opened",
      "unpack them first if they contain images"),
  /** A media directory that lists files which do not exist. */
  DICOMDIR_MISSING_FILES(
      "DICOMDIR lists files that do not exist",
      "DICOMDIRs list files that do not exist",
      "compare them with the original medium");

  private final String one;
  private final String many;
  private final String remedy;

  PassedOverReason(String one, String many, String remedy) {
    this.one = one;
    this.many = many;
    this.remedy = remedy;
  }

  /** The name in rows and results, for example {@code dicomdir-missing-files}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The reason with that name, if there is one. */
  public static Optional<PassedOverReason> ofCode(String code) {
    return Stream.of(values()).filter(r -> r.code().equals(code)).findFirst();
  }

  /** The number of files and what to do, in one line. */
  public String sentence(long files) {
    return Count.of(files, one, many) + "; " + remedy;
  }
}
