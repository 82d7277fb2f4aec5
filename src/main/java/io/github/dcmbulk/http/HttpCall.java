package io.github.dcmbulk.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request. {@code toString} shows no headers, path or query.
 *
 * @param method GET, POST or PUT
 * @param url its URL, sent byte for byte
 * @param headers headers as they are sent; Host and Content-Length are added
 * @param body its body; null for none
 * @param expectContinue whether to wait for {@code 100 Continue} before the body is sent (RFC 9110
 *     §10.1.1): costs a round trip, but a refusal is received that a reset could destroy
 * @param answerLimit bytes of the answer's body to read; the rest is discarded
 */
public record HttpCall(
    Method method,
    HttpUrl url,
    Map<String, String> headers,
    @Nullable HttpBody body,
    boolean expectContinue,
    int answerLimit) {

  private static final int ANSWER_LIMIT = 64 * 1024;

  /** A request's method. */
  public enum Method {
    /** Requests a representation. */
    GET,
    /** Submits a form. */
    POST,
    /** Stores the body. */
    PUT
  }

  /** A GET. */
  public static HttpCall get(HttpUrl url, Map<String, String> headers) {
    return new HttpCall(Method.GET, url, headers, null, false, ANSWER_LIMIT);
  }

  /** A POST. */
  public static HttpCall post(HttpUrl url, Map<String, String> headers, HttpBody body) {
    return new HttpCall(Method.POST, url, headers, body, false, ANSWER_LIMIT);
  }

  /** A PUT. */
  public static HttpCall put(
      HttpUrl url, Map<String, String> headers, HttpBody body, boolean expectContinue) {
    return new HttpCall(Method.PUT, url, headers, body, expectContinue, ANSWER_LIMIT);
  }

  @Override
  public String toString() {
    return method + " " + url;
  }
}
