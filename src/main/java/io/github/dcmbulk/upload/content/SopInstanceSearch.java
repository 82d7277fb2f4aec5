package io.github.dcmbulk.upload.content;

import java.nio.charset.StandardCharsets;

/**
 * Looks for the SOP Instance UID (0008,0018) among the first bytes of a file, without reading the
 * file again. Modalities write slices of one size under one name, and {@code rsync -t} keeps times:
 * size and modification time do not show that one instance was replaced by another.
 */
final class SopInstanceSearch {
  /** Preamble and prefix, PS3.10 §7.1; the preamble may hold anything. */
  private static final int PREAMBLE = 132;

  private static final byte[] LITTLE_ENDIAN = {0x08, 0x00, 0x18, 0x00};

  /**
   * With its VR, which big endian always has (PS3.5 §A.3): the tag alone could be the padding of a
   * UID and the start of a little endian tag.
   */
  private static final byte[] BIG_ENDIAN = {0x00, 0x08, 0x00, 0x18, 'U', 'I'};

  private static final int TAG_VR_AND_LENGTH = 8;

  private SopInstanceSearch() {}

  /**
   * Whether the first element found with that tag holds that UID. False proves nothing: the bytes
   * may be deflated, or the element may be at another place.
   *
   * @param bytes the file's first bytes
   * @param length how many of them count
   */
  static boolean finds(String uid, byte[] bytes, int length) {
    byte[] wanted = uid.getBytes(StandardCharsets.US_ASCII);
    for (int i = PREAMBLE; i + TAG_VR_AND_LENGTH + wanted.length <= length; i++) {
      // At most places the first byte is enough to see that no tag begins there.
      if (bytes[i] != LITTLE_ENDIAN[0] && bytes[i] != BIG_ENDIAN[0]) {
        continue;
      }
      boolean little = isAt(LITTLE_ENDIAN, bytes, i);
      if (little || isAt(BIG_ENDIAN, bytes, i)) {
        return holds(wanted, bytes, i + TAG_VR_AND_LENGTH, length);
      }
    }
    return false;
  }

  private static boolean isAt(byte[] pattern, byte[] bytes, int start) {
    for (int i = 0; i < pattern.length; i++) {
      if (bytes[start + i] != pattern[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether the UID is at that place, and is not the beginning of a longer one. */
  private static boolean holds(byte[] wanted, byte[] bytes, int start, int length) {
    int end = start + wanted.length;
    if (!isAt(wanted, bytes, start)) {
      return false;
    }
    boolean continues = end < length && (bytes[end] == '.' || Character.isDigit(bytes[end]));
    return !continues;
  }
}
