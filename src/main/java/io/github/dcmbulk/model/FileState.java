package io.github.dcmbulk.model;

import java.util.Locale;

/** Where a found file stands: every file is in exactly one of these. */
public enum FileState {
  /** The service answered 2xx for its bytes, and its checksum was compared where possible. */
  UPLOADED,
  /** The same bytes under the same SOP Instance UID are sent from another path. */
  DUPLICATE,
  /** Other bytes under the same SOP Instance UID exist; the conflict policy keeps it back. */
  CONFLICT,
  /** Its study is still arriving, or inside the overwrite window. */
  HELD,
  /** To be sent, and not reached yet. */
  PENDING,
  /** The service refused it, or every attempt failed. */
  FAILED,
  /** The checks reject it. */
  REJECTED,
  /** Not a DICOM file. */
  NOT_DICOM,
  /** Left out on purpose by a selection option. */
  EXCLUDED,
  /** It could not be opened or read. */
  UNREADABLE;

  /** The name in rows and reports, for example {@code not-dicom}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The state with that name in rows and reports.
   *
   * @throws IllegalArgumentException there is none
   */
  public static FileState ofWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Whether the file is an instance that the checks let pass. */
  public boolean isInstance() {
    return switch (this) {
      case UPLOADED, DUPLICATE, CONFLICT, HELD, PENDING, FAILED -> true;
      case REJECTED, NOT_DICOM, EXCLUDED, UNREADABLE -> false;
    };
  }
}
