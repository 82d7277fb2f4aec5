package io.github.dcmbulk.dicom;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One UID of a file: where it was found and what it is worth (PS3.5 §9.1). Never repaired. */
final class Uid {
  private static final int MAX_CHARACTERS = 64;

  private final int tag;
  private long offset = -1;
  private @Nullable String text;
  private boolean illegal;
  private boolean wellFormed = true;
  private boolean contradicted;

  Uid(int tag) {
    this.tag = tag;
  }

  /** Takes the value; a second, different one contradicts the first. */
  void take(byte[] bytes, int index, int length, long valueOffset) {
    int trimmed = length;
    while (trimmed > 0 && isPadding(bytes[index + trimmed - 1])) {
      trimmed--;
    }
    if (offset >= 0) {
      contradicted |= !new String(bytes, index, trimmed, StandardCharsets.ISO_8859_1).equals(text);
      return;
    }
    offset = valueOffset;
    illegal = !isDigitsAndDots(bytes, index, trimmed);
    if (trimmed > 0 && !illegal) {
      text = new String(bytes, index, trimmed, StandardCharsets.ISO_8859_1);
      wellFormed = isWellFormed(text);
    }
  }

  /** Takes a value too long to be looked at. */
  void takeOversized(long valueOffset) {
    offset = valueOffset;
    illegal = true;
  }

  int tag() {
    return tag;
  }

  /** Where its value lies, or -1 if it was not met. */
  long offset() {
    return offset;
  }

  /** Digits and dots, padding stripped; null if absent, empty or illegal. */
  @Nullable String text() {
    return text;
  }

  /** Absent, or present without a value. */
  boolean isMissing() {
    return text == null && !illegal;
  }

  /** Whether it holds characters other than digits and dots. */
  boolean isIllegal() {
    return illegal;
  }

  /** Whether the data set holds it twice with different values. */
  boolean isContradicted() {
    return contradicted;
  }

  /** At most 64 characters, no empty component, no leading zero in one. */
  boolean isWellFormed() {
    return wellFormed;
  }

  private static boolean isPadding(byte b) {
    return b == 0 || b == ' ';
  }

  private static boolean isDigitsAndDots(byte[] bytes, int index, int length) {
    for (int i = index; i < index + length; i++) {
      byte b = bytes[i];
      if (b != '.' && (b < '0' || b > '9')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWellFormed(String uid) {
    int start = 0;
    for (int i = 0; i <= uid.length(); i++) {
      if (i == uid.length() || uid.charAt(i) == '.') {
        boolean leadingZero = i - start > 1 && uid.charAt(start) == '0';
        if (i == start || leadingZero) {
          return false;
        }
        start = i + 1;
      }
    }
    return uid.length() <= MAX_CHARACTERS;
  }
}
