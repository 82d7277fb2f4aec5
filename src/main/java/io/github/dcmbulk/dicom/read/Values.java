package io.github.dcmbulk.dicom.read;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Parses values; any content is possible. */
final class Values {
  private static final int MAX_CODE_STRING = 16;

  private Values() {}

  /** A text without its padding. */
  static String text(byte[] value) {
    return new String(value, StandardCharsets.ISO_8859_1).trim();
  }

  /** A text that is compared and never shown: decoded as UTF-8 if valid, otherwise as Latin-1. */
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

  /** A printable code string (PS3.5 §6.2, CS), or null. */
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

  /** A date as eight digits, also from the older form with dots (PS3.5 §6.2, DA), or null. */
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

  /** An integer string (PS3.5 §6.2, IS) of at least 1; 1 for anything else. */
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

  /** The product; {@link Long#MAX_VALUE} on overflow. */
  static long times(long a, long b) {
    return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
  }
}
