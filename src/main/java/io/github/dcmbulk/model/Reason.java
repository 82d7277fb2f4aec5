package io.github.dcmbulk.model;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a DICOM file is not sent. The name is an interface: scripts and reports depend on it. */
public enum Reason {
  /** No bytes, or only preamble and prefix. */
  EMPTY,
  /** The File Meta Information cannot be read or names no transfer syntax (PS3.10 §7.1). */
  BAD_META,
  /** A media directory (PS3.10 §8.6), which is an index and no instance. */
  DICOMDIR,
  /** The service does not process this transfer syntax. */
  UNSUPPORTED_TRANSFER_SYNTAX,
  /** One of the four UIDs has characters other than digits and dots (PS3.5 §9.1). */
  BAD_UID,
  /** SOP Class UID (0008,0016) is missing or empty (PS3.3 C.12.1). */
  NO_SOP_CLASS,
  /** SOP Instance UID (0008,0018) is missing or empty (PS3.3 C.12.1). */
  NO_SOP_INSTANCE,
  /** Study Instance UID (0020,000D) is missing or empty (PS3.3 C.7.2.1). */
  NO_STUDY,
  /** Series Instance UID (0020,000E) is missing or empty (PS3.3 C.7.3.1). */
  NO_SERIES,
  /** The file ends before its data set does, or has too few pixels. */
  TRUNCATED,
  /** Impossible lengths or nesting. */
  CORRUPT,
  /** Larger than 5 GiB, the limit of one PUT. */
  TOO_LARGE,
  /** The file changed while it was being read. */
  CHANGED,
  /** A warning that {@code --strict} turned into a rejection; the row's warnings name it. */
  STRICT;

  /** The name in results, reports and options, for example {@code no-sop-class}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The reason with that name, if there is one. */
  public static Optional<Reason> ofCode(String code) {
    return Stream.of(values()).filter(r -> r.code().equals(code)).findFirst();
  }
}
