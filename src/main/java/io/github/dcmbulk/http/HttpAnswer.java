package io.github.dcmbulk.http;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server's answer. Prints its status only.
 *
 * @param status the status code
 * @param headers by name in lower case; the values of a repeated header are joined by commas
 * @param text the body as UTF-8, at most as many bytes as the call allowed
 * @param cut whether the body went on beyond the limit
 */
public record HttpAnswer(int status, Map<String, String> headers, String text, boolean cut) {
  /** Keeps what it is given. */
  public HttpAnswer {
    headers = Map.copyOf(headers);
  }

  /** Whether the status is 2xx. */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** A header's value; null when it is missing. */
  public @Nullable String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  /** The media type in lower case, without parameters; empty when the server names none. */
  public String mediaType() {
    String type = headers.getOrDefault("content-type", "");
    int parameters = type.indexOf(';');
    return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return "HTTP " + status;
  }
}
