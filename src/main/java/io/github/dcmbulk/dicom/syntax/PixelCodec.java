package io.github.dcmbulk.dicom.syntax;

/** Codec of pixel data, and the marks of a complete code stream. */
public enum PixelCodec {
  /** Not compressed: one value of known length (PS3.5 A.1 to A.3). */
  NATIVE,
  /** JPEG and JPEG-LS: SOI to EOI (ISO/IEC 10918-1 B.1.1.3, ISO/IEC 14495-1). */
  JPEG,
  /** JPEG 2000 and HTJ2K: SOC, or a JP2 signature box, to EOC (ISO/IEC 15444-1 A.4). */
  JPEG_2000,
  /** RLE: begins with the number of segments, has no end mark (PS3.5 Annex G). */
  RLE,
  /** MPEG and later video codecs: one code stream for all frames, in any number of fragments. */
  VIDEO,
  /** Encapsulated; marks are not checked. */
  OTHER,
  /** Unknown transfer syntax, or no pixels in the file. */
  UNKNOWN;

  private static final int JP2_SIGNATURE_BOX_LENGTH = 0x0000000C;
  private static final int RLE_MAX_SEGMENTS = 15;
  private static final int SOC_SIZ = 0xFF4F_FF51;
  private static final int SOI_MARKER = 0xFF_D8FF;

  /** Whether pixel data are in fragments (PS3.5 A.4). */
  public boolean encapsulates() {
    return this != NATIVE && this != UNKNOWN;
  }

  /** Whether a code stream may begin with these four bytes, most significant first. */
  public boolean beginsWith(int first) {
    return switch (this) {
      case JPEG -> first >>> 16 == 0xFFD8;
      case JPEG_2000 -> first >>> 16 == 0xFF4F || first == JP2_SIGNATURE_BOX_LENGTH;
      case RLE -> {
        int segments = Integer.reverseBytes(first);
        yield segments >= 1 && segments <= RLE_MAX_SEGMENTS;
      }
      case NATIVE, VIDEO, OTHER, UNKNOWN -> true;
    };
  }

  /** Whether the beginning of a code stream can be recognised. */
  public boolean hasBeginMark() {
    return this == JPEG || this == JPEG_2000 || this == RLE;
  }

  /**
   * Whether these four bytes, most significant first, are the beginning of a code stream and
   * (except by an unlikely chance) not its continuation: a marker follows the mark, and
   * entropy-coded data contain no markers (ISO/IEC 10918-1 F.1.2.3, 15444-1 B.10.1).
   */
  public boolean beginsStream(int first) {
    return switch (this) {
      case JPEG -> first >>> 8 == SOI_MARKER;
      case JPEG_2000 -> first == SOC_SIZ || first == JP2_SIGNATURE_BOX_LENGTH;
      case RLE -> beginsWith(first);
      case NATIVE, VIDEO, OTHER, UNKNOWN -> false;
    };
  }

  /** Whether a complete code stream can be recognised by its last bytes. */
  boolean hasEndMark() {
    return this == JPEG || this == JPEG_2000;
  }

  /**
   * Whether the last bytes of a fragment end a code stream. After the mark writers pad with zeros,
   * spaces or FF.
   */
  public boolean endsWith(byte[] bytes, int index, int length) {
    if (!hasEndMark()) {
      return true;
    }
    int end = index + length;
    while (end > index && isPadding(bytes[end - 1])) {
      end--;
    }
    return end - index >= 2 && bytes[end - 2] == (byte) 0xFF && bytes[end - 1] == (byte) 0xD9;
  }

  private static boolean isPadding(byte b) {
    return b == 0 || b == ' ' || b == (byte) 0xFF;
  }
}
