package io.github.dcmbulk.http;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * A request whose URI the SDK takes as it is. The SDK's own builder sorts and re-encodes a query,
 * and its client rewrites {@code //} wherever {@link #encodedPath()} shows one; so the path shown
 * there is a plain slash, and only {@link #getUri()} tells where the request goes.
 */
final class ExactRequest implements SdkHttpRequest {
  private final SdkHttpMethod method;
  private final HttpUrl url;
  private final Map<String, List<String>> headers = new LinkedHashMap<>();

  ExactRequest(HttpCall call, String userAgent) {
    this.method = SdkHttpMethod.fromValue(call.method().name());
    this.url = call.url();
    headers.put("User-Agent", List.of(userAgent));
    call.headers().forEach((name, value) -> headers.put(name, List.of(value)));
    HttpBody body = call.body();
    if (body != null) {
      headers.put("Content-Length", List.of(Long.toString(body.length())));
    }
  }

  void addHeader(String name, String value) {
    headers.put(name, List.of(value));
  }

  @Override
  public SdkHttpMethod method() {
    return method;
  }

  @Override
  public URI getUri() {
    return url.uri();
  }

  @Override
  public String protocol() {
    return url.scheme();
  }

  @Override
  public String host() {
    return url.host();
  }

  @Override
  public int port() {
    return url.port();
  }

  @Override
  public String encodedPath() {
    return "/";
  }

  @Override
  public Map<String, List<String>> rawQueryParameters() {
    return Map.of();
  }

  @Override
  public Map<String, List<String>> headers() {
    return headers;
  }

  @Override
  public SdkHttpRequest.Builder toBuilder() {
    throw new UnsupportedOperationException("a copy would not be exact");
  }

  @Override
  public String toString() {
    return method + " " + url;
  }
}
