package io.github.dcmbulk.model;

import java.util.Locale;

/**
 * Something unusual about an instance that is sent anyway; {@code --strict} rejects it. The name is
 * an interface: scripts and reports depend on it.
 */
public enum Warning {
  /**
   * A UID with more than 64 characters, an empty component or leading zeros (PS3.5 §9.1), or with
   * an unassigned root (ITU-T X.660 §7.6).
   */
  UID_FORMAT,
  /** File Meta Information and data set name different SOP Class or Instance UIDs. */
  META_MISMATCH,
  /**
   * Only the last delimiters of sequences or items are missing at the end of the file, or a
   * delimiter of the other kind is in their place (PS3.5 §7.5).
   */
  MISSING_DELIMITER,
  /** Native pixel data one byte shorter than the attributes require. */
  PIXEL_DATA_SHORT,
  /** Bytes after the data set that are neither padding nor elements. */
  TRAILING_BYTES,
  /** A plausible data set without preamble and File Meta Information (PS3.10 §7.1). */
  NO_PREAMBLE,
  /** Lossy Image Compression (0028,2110) is 01. */
  LOSSY,
  /** The preamble begins like a program (PE, ELF, script). */
  EXECUTABLE_PREAMBLE,
  /** The data set is readable, but not in the encoding its transfer syntax declares. */
  ENCODING_MISMATCH,
  /** A deflated data set wrapped in a zlib header, which PS3.5 A.5 does not allow. */
  ZLIB_HEADER,
  /**
   * Native pixels with a compressed transfer syntax, or encapsulated ones with a native one (PS3.5
   * A.4).
   */
  PIXEL_ENCODING,
  /** The first or last fragment lacks its codec's marker. */
  CODEC_MARKER,
  /** An element extends a few bytes past the declared end of its item or sequence. */
  ITEM_OVERRUN,
  /** Violates the standard, but can be read completely. */
  NONCONFORMING,
  /** An image storage class without Rows and Pixel Data, in a native transfer syntax. */
  NO_PIXEL_DATA,
  /** Fewer code streams than Number of Frames (0028,0008), all of them complete. */
  FRAMES_MISSING,
  /** An offset table points beyond the last fragment, although no frame is missing. */
  OFFSET_TABLE;

  /** The name in results, reports and options, for example {@code uid-format}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
