package io.github.dcmbulk.dicom.read;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the few values that are looked at, of which none can be trusted to be what it should. */
final class Values {
  private static final int MAX_CODE_STRING = 16;

  private Values() {}

  /** A text without its padding. */
  static String text(byte[] value) {
    return new String(value, StandardCharsets.ISO_8859_1).trim();
  }

  /**
   * A text of any character set that is compared and never shown: UTF-8 where it is that, else byte
   * for byte, which Latin-1 and ASCII are.
   */
  static String anyText(byte[] value) {
    for (byte b : value) {
      if (b < 0) {
        try {
          return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
        } catch (CharacterCodingException e) {
          return text(value);
        }
      }
    }
    return text(value);
  }

  /** A code string that may be printed (PS3.5 §6.2, CS), or null. */
  static @Nullable String codeString(byte[] value) {
    String text = text(value);
    if (text.isEmpty() || text.length() > MAX_CODE_STRING) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letterOrDigit =
          (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (!letterOrDigit && c != ' ' && c != '_') {
        return null;
      }
    }
    return text;
  }

  /**
   * A date as eight digits, from that form or the older one with dots (PS3.5 §6.2, DA), or null.
   */
  static @Nullable String date(byte[] value) {
    String text = text(value);
    String digits =
        text.length() == 10 && text.charAt(4) == '.' && text.charAt(7) == '.'
            ? text.substring(0, 4) + text.substring(5, 7) + text.substring(8)
            : text;
    if (digits.length() != 8) {
      return null;
    }
    for (int i = 0; i < 8; i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return null;
      }
    }
    return digits;
  }

  /** A number of an integer string (PS3.5 §6.2, IS), at least 1; 1 for anything else. */
  static long count(String text) {
    long number = 0;
    int start = text.startsWith("+") ? 1 : 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return 1;
      }
      number = times(number, 10);
      number = number == Long.MAX_VALUE ? number : number + (c - '0');
    }
    return Math.max(1, number);
  }

  /** The product, {@link Long#MAX_VALUE} if that is more than 64 bits can hold. */
  static long times(long a, long b) {
    return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
  }
}
