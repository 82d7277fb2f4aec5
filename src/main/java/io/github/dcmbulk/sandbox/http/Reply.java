package io.github.dcmbulk.sandbox.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An answer.
 *
 * @param status HTTP status
 * @param headers names and values, in order; {@link HttpServer} adds {@code Content-Length}, {@code
 *     Date} and {@code Connection}
 * @param body the body
 * @param connectionEnd what happens to the connection
 */
public record Reply(
    int status, List<Map.Entry<String, String>> headers, String body, ConnectionEnd connectionEnd) {
  /** What happens to the connection after the answer. */
  public enum ConnectionEnd {
    /** Stays open if the client wants it and the request's body was read or is small. */
    KEEP,
    /** Is closed in an orderly way. */
    CLOSE,
    /** Is reset, without an answer. */
    RESET
  }

  private static final Reply RESET = new Reply(0, List.of(), "", ConnectionEnd.RESET);

  /** No answer: the connection is reset. */
  public static Reply reset() {
    return RESET;
  }

  /** An answer with a text body. */
  public static Reply of(int status, String contentType, String body) {
    return new Reply(status, List.of(), body, ConnectionEnd.KEEP).with("Content-Type", contentType);
  }

  /** An answer with a JSON object. */
  public static Reply json(int status, Map<String, ?> body) {
    return of(status, "application/json", JsonText.text(body));
  }

  /** An answer without a body. */
  public static Reply empty(int status) {
    return new Reply(status, List.of(), "", ConnectionEnd.KEEP);
  }

  /** A copy with another header. */
  public Reply with(String name, String value) {
    List<Map.Entry<String, String>> more = new ArrayList<>(headers);
    more.add(Map.entry(name, value));
    return new Reply(status, List.copyOf(more), body, connectionEnd);
  }

  /** A copy after which the connection is closed. */
  public Reply closing() {
    return new Reply(status, headers, body, ConnectionEnd.CLOSE);
  }

  /** A copy with the first half of its body, after which the connection is closed. */
  public Reply cutInHalf() {
    return new Reply(status, headers, body.substring(0, body.length() / 2), connectionEnd);
  }
}
