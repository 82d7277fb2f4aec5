package io.github.dcmbulk.model;

import java.util.Locale;

/**
 * State of a file that was found; every file has exactly one (docs/behaviour.md, "States and
 * sums").
 */
public enum FileState {
  /** The service answered 2xx to its upload, and a checksum was compared where possible. */
  UPLOADED,
  /** The same bytes with the same SOP Instance UID are sent from another path. */
  DUPLICATE,
  /**
   * Another file has the same SOP Instance UID and other bytes; the conflict policy excludes this
   * one.
   */
  CONFLICT,
  /** On hold: {@code --min-age}, or the overwrite window. */
  HELD,
  /** To be sent, and not sent yet. */
  PENDING,
  /** The service refused it, or every attempt failed. */
  FAILED,
  /** The checks reject it. */
  REJECTED,
  /** Not a DICOM file. */
  NOT_DICOM,
  /** Excluded by an option. */
  EXCLUDED,
  /** It could not be opened or read. */
  UNREADABLE;

  /** The name in rows and reports, for example {@code not-dicom}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns the state with that name.
   *
   * @throws IllegalArgumentException there is no such state
   */
  public static FileState ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Whether the file is an instance that passed the checks. */
  public boolean isInstance() {
    return switch (this) {
      case UPLOADED, DUPLICATE, CONFLICT, HELD, PENDING, FAILED -> true;
      case REJECTED, NOT_DICOM, EXCLUDED, UNREADABLE -> false;
    };
  }
}
