package io.github.dcmbulk.sandbox.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Percent-encoding of Signature Version 4: everything except RFC 3986's unreserved characters is
 * encoded, with upper case digits; a plus sign is not a space.
 */
public final class UriEncoding {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private UriEncoding() {}

  /** Encodes a parameter's name or value. */
  public static String encode(String text) {
    return encode(text, false);
  }

  /** As {@link #encode}, but keeps slashes. */
  public static String encodePath(String path) {
    return encode(path, true);
  }

  private static String encode(String text, boolean keepSlash) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      if (unreserved(c) || (keepSlash && c == '/')) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX.toHexDigits(octet));
      }
    }
    return encoded.toString();
  }

  private static boolean unreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-_.~".indexOf(c) >= 0;
  }

  /**
   * Decodes percent-encoded octets as UTF-8.
   *
   * @throws IllegalArgumentException a percent sign is not followed by two hexadecimal digits
   */
  public static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
    byte[] raw = text.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%') {
        if (i + 3 > raw.length) {
          throw new IllegalArgumentException("cut off after a percent sign");
        }
        octets.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else {
        octets.write(raw[i]);
      }
    }
    return octets.toString(StandardCharsets.UTF_8);
  }

  /**
   * Decoded names and values of a query.
   *
   * @throws IllegalArgumentException the encoding is invalid, or a name is repeated
   */
  public static Map<String, String> decodedQuery(String query) {
    Map<String, String> decoded = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      if (decoded.put(name, value) != null) {
        throw new IllegalArgumentException("a parameter is repeated");
      }
    }
    return decoded;
  }
}
