package io.github.dcmbulk.http;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A server's answer. {@code toString} shows only its status.
 *
 * @param status the status code
 * @param headers its header fields
 * @param text the body as text, at most as many bytes as the call allows
 * @param cut whether the body was longer than that
 */
public record HttpAnswer(int status, Headers headers, String text, boolean cut) {
  /**
   * The header fields of an answer. Asked for by name: few of an answer's fields are read, and none
   * of the others needs to be converted.
   */
  @FunctionalInterface
  public interface Headers {
    /** The values of all fields with that name, compared without case, in the order of arrival. */
    List<String> values(String name);
  }

  /** Whether the status is 2xx. */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** A header's value; values of repeated fields are joined by commas; null when it is missing. */
  public @Nullable String header(String name) {
    List<String> values = headers.values(name);
    return switch (values.size()) {
      case 0 -> null;
      case 1 -> values.get(0);
      default -> String.join(", ", values);
    };
  }

  /** The media type in lower case, without parameters; empty when the server names none. */
  public String mediaType() {
    String type = header("content-type");
    if (type == null) {
      return "";
    }
    int parameters = type.indexOf(';');
    return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return "HTTP " + status;
  }
}
