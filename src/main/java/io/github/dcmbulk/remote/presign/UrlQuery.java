package io.github.dcmbulk.remote.presign;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a URL's query. A URL has one for each instance, and is asked for about ten
 * parameters that it does not have: the places of its parameters are found once.
 */
final class UrlQuery {
  private final String text;

  /** Where each parameter begins, and where one after the last would begin. */
  private final int[] starts;

  UrlQuery(String text) {
    this.text = text;
    this.starts = starts(text);
  }

  private static int[] starts(String text) {
    int[] starts = new int[16];
    int count = 0;
    int at = 0;
    while (at < text.length()) {
      starts[count++] = at;
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, 2 * count);
      }
      int end = text.indexOf('&', at);
      at = (end < 0 ? text.length() : end) + 1;
    }
    starts[count] = at;
    return Arrays.copyOf(starts, count + 1);
  }

  /**
   * A parameter, decoded; null when missing. Names are compared without case and without decoding,
   * as signers do not escape their letters.
   */
  @Nullable String get(String name) {
    for (int i = 0; i + 1 < starts.length; i++) {
      int equals = starts[i] + name.length();
      int end = starts[i + 1] - 1;
      if (equals < end
          && text.charAt(equals) == '='
          && text.regionMatches(true, starts[i], name, 0, name.length())) {
        return decoded(text.substring(equals + 1, end));
      }
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
