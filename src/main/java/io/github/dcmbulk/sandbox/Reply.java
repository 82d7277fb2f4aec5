package io.github.dcmbulk.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What goes back to the client.
 *
 * @param status HTTP status
 * @param headers names and values, in order; {@code Content-Length}, {@code Date} and {@code
 *     Connection} are added by {@link HttpFront}
 * @param body the whole body; answers of this service are small
 * @param ending what becomes of the connection
 */
record Reply(int status, List<Map.Entry<String, String>> headers, String body, Ending ending) {
  /** What becomes of the connection after the answer. */
  enum Ending {
    /** It stays open if the client wants it and the request's body was read or is small. */
    KEEP,
    /** It is closed in an orderly way. */
    CLOSE,
    /** Nothing is answered: the connection is reset. */
    RESET
  }

  private static final Reply RESET = new Reply(0, List.of(), "", Ending.RESET);

  static Reply reset() {
    return RESET;
  }

  static Reply of(int status, String contentType, String body) {
    return new Reply(status, List.of(), body, Ending.KEEP).with("Content-Type", contentType);
  }

  static Reply json(int status, Map<String, ?> body) {
    return of(status, "application/json", Json.text(body));
  }

  static Reply empty(int status) {
    return new Reply(status, List.of(), "", Ending.KEEP);
  }

  Reply with(String name, String value) {
    List<Map.Entry<String, String>> more = new ArrayList<>(headers);
    more.add(Map.entry(name, value));
    return new Reply(status, List.copyOf(more), body, ending);
  }

  Reply closing() {
    return new Reply(status, headers, body, Ending.CLOSE);
  }

  Reply cutInHalf() {
    return new Reply(status, headers, body.substring(0, body.length() / 2), ending);
  }
}
