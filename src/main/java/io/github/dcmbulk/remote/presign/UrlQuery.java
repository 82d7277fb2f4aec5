package io.github.dcmbulk.remote.presign;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The parameters of a URL's query. */
record UrlQuery(String text) {
  /**
   * A parameter, decoded; null when missing. Names are compared without case and without decoding,
   * as signers do not escape their letters.
   */
  @Nullable String get(String name) {
    int from = 0;
    while (from < text.length()) {
      int end = text.indexOf('&', from);
      int to = end < 0 ? text.length() : end;
      int equals = from + name.length();
      if (equals < to
          && text.charAt(equals) == '='
          && text.regionMatches(true, from, name, 0, name.length())) {
        return decoded(text.substring(equals + 1, to));
      }
      from = to + 1;
    }
    return null;
  }

  /** Whether there is such a parameter with a value. */
  boolean has(String name) {
    return get(name) != null;
  }

  private static String decoded(String value) {
    if (value.indexOf('%') < 0) {
      return value;
    }
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value;
    }
  }
}
