package io.github.dcmbulk.sandbox.s3;

import io.github.dcmbulk.sandbox.http.Reply;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An error of the object store for one request.
 *
 * @param error kind of error
 * @param message text of {@code <Message>}
 * @param details names and texts of the elements after the message, in order
 */
record Refusal(StoreError error, String message, Map<String, String> details) {
  static Refusal of(StoreError error) {
    return new Refusal(error, error.message(), Map.of());
  }

  Refusal saying(String other) {
    return new Refusal(error, other, details);
  }

  /** A copy with another element. */
  Refusal with(String element, String text) {
    Map<String, String> more = new LinkedHashMap<>(details);
    more.put(element, text);
    return new Refusal(error, message, more);
  }

  /** Outcome for the audit log; distinguishes errors with the same code. */
  String outcome() {
    return error.outcome();
  }

  Reply reply(String requestId) {
    StringBuilder body = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>");
    element(body, "Code", error.code());
    element(body, "Message", message);
    details.forEach((name, text) -> element(body, name, text));
    element(body, "RequestId", requestId);
    element(body, "HostId", "sandbox");
    return Reply.of(error.status(), "application/xml", body.append("</Error>").toString());
  }

  private static void element(StringBuilder body, String name, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    body.append('<').append(name).append('>').append(escaped);
    body.append("</").append(name).append('>');
  }
}
