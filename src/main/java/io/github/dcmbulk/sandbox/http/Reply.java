package io.github.dcmbulk.sandbox.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What goes back to the client.
 *
 * @param status HTTP status
 * @param headers names and values, in order; {@code Content-Length}, {@code Date} and {@code
 *     Connection} are added by {@link HttpServer}
 * @param body the whole body; answers of this service are small
 * @param ending what becomes of the connection
 */
public record Reply(
    int status, List<Map.Entry<String, String>> headers, String body, Ending ending) {
  /** What becomes of the connection after the answer. */
  public enum Ending {
    /** It stays open if the client wants it and the request's body was read or is small. */
    KEEP,
    /** It is closed in an orderly way. */
    CLOSE,
    /** Nothing is answered: the connection is reset. */
    RESET
  }

  private static final Reply RESET = new Reply(0, List.of(), "", Ending.RESET);

  /** No answer: the connection is reset. */
  public static Reply reset() {
    return RESET;
  }

  /** An answer with a text. */
  public static Reply of(int status, String contentType, String body) {
    return new Reply(status, List.of(), body, Ending.KEEP).with("Content-Type", contentType);
  }

  /** An answer with a JSON object. */
  public static Reply json(int status, Map<String, ?> body) {
    return of(status, "application/json", JsonText.text(body));
  }

  /** An answer without a body. */
  public static Reply empty(int status) {
    return new Reply(status, List.of(), "", Ending.KEEP);
  }

  /** The same with a header. */
  public Reply with(String name, String value) {
    List<Map.Entry<String, String>> more = new ArrayList<>(headers);
    more.add(Map.entry(name, value));
    return new Reply(status, List.copyOf(more), body, ending);
  }

  /** The same, and the connection ends. */
  public Reply closing() {
    return new Reply(status, headers, body, Ending.CLOSE);
  }

  /** The same with half of its body, and then the connection ends. */
  public Reply cutInHalf() {
    return new Reply(status, headers, body.substring(0, body.length() / 2), ending);
  }
}
