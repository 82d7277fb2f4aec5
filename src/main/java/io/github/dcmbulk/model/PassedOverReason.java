package io.github.dcmbulk.model;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is found and not looked into, although images may be behind it. The wire name is the reason
 * in rows, and the key in results.
 */
public enum PassedOverReason {
  /** A symbolic link that was not followed. */
  SYMLINK(
      "symbolic link was not followed",
      "symbolic links were not followed",
      "--follow-links follows them"),
  /** A file that holds other files. */
  ARCHIVE(
      "archive was not looked into",
      "archives were not looked into",
      "unpack them first if they hold images"),
  /** A media directory without all the files that it lists. */
  DICOMDIR_MISSING_FILES(
      "DICOMDIR names files that are not there",
      "DICOMDIRs name files that are not there",
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
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The reason with that wire name, if there is one. */
  public static Optional<PassedOverReason> ofWire(String wire) {
    return Stream.of(values()).filter(r -> r.wire().equals(wire)).findFirst();
  }

  /** So many of them, and what to do, in a line. */
  public String sentence(long files) {
    return String.format(Locale.ROOT, "%,d", files)
        + " "
        + (files == 1 ? one : many)
        + "; "
        + remedy;
  }
}
