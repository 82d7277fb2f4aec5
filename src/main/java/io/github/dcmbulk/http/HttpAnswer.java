package io.github.dcmbulk.http;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A server's answer. {@code toString} shows only its status.
 *
 * @param status the status code
 * @param fields the header fields, in the order of arrival
 * @param text the body as text, at most as many bytes as the call allows
 * @param cut whether the body was longer than that
 */
public record HttpAnswer(int status, List<HeaderField> fields, String text, boolean cut) {
  /** A header field; {@code toString} shows only its name. */
  public record HeaderField(String name, String value) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Whether the status is 2xx. */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** A header's value; values of repeated fields are joined by commas; null when it is missing. */
  public @Nullable String header(String name) {
    // Few headers are read, and none of most answers: a map would cost more.
    String found = null;
    for (HeaderField field : fields) {
      if (field.name.equalsIgnoreCase(name)) {
        found = found == null ? field.value : found + ", " + field.value;
      }
    }
    return found;
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
