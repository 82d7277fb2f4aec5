package io.github.dcmbulk.http;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A server's answer. Prints its status only.
 *
 * @param status the status code
 * @param fields its header, in the order it came in
 * @param text the body as UTF-8, at most as many bytes as the call allowed
 * @param cut whether the body went on beyond the limit
 */
public record HttpAnswer(int status, List<Field> fields, String text, boolean cut) {
  /** A line of the header; prints its name only. */
  public record Field(String name, String value) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Whether the status is 2xx. */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** A header's value, the values of a repeated one joined by commas; null when it is missing. */
  public @Nullable String header(String name) {
    // Few are asked for of an answer, and none of most: no map is worth its making.
    String found = null;
    for (Field field : fields) {
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
