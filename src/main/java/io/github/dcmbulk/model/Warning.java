package io.github.dcmbulk.model;

import java.util.Locale;

/**
 * Something odd about an instance that is sent all the same; {@code --strict} rejects it instead.
 * The wire name is an interface: scripts and reports rely on it.
 */
public enum Warning {
  /** A UID beyond 64 characters, with leading zeros in a component or an empty one (PS3.5 §9.1). */
  UID_FORMAT,
  /** File Meta Information and data set name different SOP Class or Instance UIDs. */
  META_MISMATCH,
  /** Only the last sequence or item delimiters are missing at the end of the file. */
  MISSING_DELIMITER,
  /** Native pixel data one byte shorter than the attributes require. */
  PIXEL_DATA_SHORT,
  /** Bytes after the data set that are neither padding nor elements. */
  TRAILING_BYTES,
  /** A plausible data set without preamble and File Meta Information (PS3.10 §7.1). */
  NO_PREAMBLE,
  /** Lossy Image Compression (0028,2110) is 01. */
  LOSSY,
  /** The preamble starts like a program (PE, ELF, script). */
  EXECUTABLE_PREAMBLE,
  /** The data set is readable, but not in the encoding its transfer syntax declares. */
  ENCODING_MISMATCH,
  /** A deflated data set wrapped in a zlib header, which PS3.5 A.5 does not allow. */
  ZLIB_HEADER,
  /** Native pixels under a compressed transfer syntax, or the reverse (PS3.5 A.4). */
  PIXEL_ENCODING,
  /** The first or last fragment lacks its codec's marker. */
  CODEC_MARKER,
  /** An element runs a little past the declared end of its item or sequence. */
  ITEM_OVERRUN;

  /** The name in results, reports and options, for example {@code uid-format}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
