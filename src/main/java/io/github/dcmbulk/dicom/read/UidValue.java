package io.github.dcmbulk.dicom.read;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A UID's value without padding, and its validity (PS3.5 §9.1). Never repaired.
 *
 * @param text digits and dots; null if empty or illegal
 * @param illegal whether it has other characters, or no digit
 * @param wellFormed at most 64 characters, no empty component, no leading zero, and a valid root:
 *     0, 1 or 2, and below 0 and 1 a second component up to 39 (ITU-T X.660 §7.6)
 */
record UidValue(@Nullable String text, boolean illegal, boolean wellFormed) {
  /** A value that cannot be a UID. */
  static final UidValue ILLEGAL = new UidValue(null, true, true);

  /** No value. */
  static final UidValue EMPTY = new UidValue(null, false, true);

  private static final int MAX_CHARACTERS = 64;

  /** Parses a value with its padding. */
  static UidValue of(byte[] value) {
    int length = value.length;
    while (length > 0 && (value[length - 1] == 0 || value[length - 1] == ' ')) {
      length--;
    }
    boolean hasDigit = false;
    boolean wellFormed = length <= MAX_CHARACTERS;
    int start = 0;
    int component = 0;
    for (int i = 0; i <= length; i++) {
      byte b = i == length ? (byte) '.' : value[i];
      if (b == '.') {
        boolean leadingZero = i - start > 1 && value[start] == '0';
        wellFormed &= i > start && !leadingZero;
        wellFormed &= component > 1 || exists(value, component, start, i);
        component++;
        start = i + 1;
      } else if (b >= '0' && b <= '9') {
        hasDigit = true;
      } else {
        return ILLEGAL;
      }
    }
    if (length == 0) {
      return EMPTY;
    }
    // Dots alone would be a path to another directory, and are no UID.
    return hasDigit
        ? new UidValue(new String(value, 0, length, StandardCharsets.US_ASCII), false, wellFormed)
        : ILLEGAL;
  }

  /** Whether the first or second component, between two indices, has an assigned value. */
  private static boolean exists(byte[] value, int component, int from, int to) {
    int digits = to - from;
    if (component == 0) {
      return digits == 1 && value[from] <= '2';
    }
    boolean belowTwo = value[0] < '2';
    return !belowTwo || digits < 2 || (digits == 2 && value[from] < '4');
  }
}
