package io.github.dcmbulk.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request. Prints without headers, path and query.
 *
 * @param method GET, POST or PUT
 * @param url where it goes, byte for byte
 * @param headers as they are sent, kept as they are given; Host and Content-Length are added
 * @param body what it carries; null for nothing
 * @param expectContinue whether the server is asked before the body is sent (RFC 9110 §10.1.1):
 *     costs a round trip, but hears a refusal that a reset would swallow
 * @param answerLimit bytes of the answer's body that are read; the rest is cut off
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
    /** Asks. */
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
