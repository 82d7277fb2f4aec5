package io.github.dcmbulk.sandbox.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of a query or form, decoded from {@code application/x-www-form-urlencoded}.
 *
 * @param values one value for each name
 */
public record Form(Map<String, String> values) {
  /**
   * Decodes the text.
   *
   * @throws IllegalArgumentException a parameter is repeated (forbidden by RFC 6749 §3.2), or the
   *     encoding is invalid
   */
  public static Form parse(String text) {
    Map<String, String> values = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      String[] parts = pair.split("=", 2);
      String name = decode(parts[0]);
      if (values.put(name, parts.length == 1 ? "" : decode(parts[1])) != null) {
        throw new IllegalArgumentException("a parameter is repeated");
      }
    }
    return new Form(values);
  }

  /** The value of a parameter; null for none. */
  public @Nullable String get(String name) {
    return values.get(name);
  }

  /** Decodes one name or value. */
  public static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
