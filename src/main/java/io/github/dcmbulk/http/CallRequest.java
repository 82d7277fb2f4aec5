package io.github.dcmbulk.http;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * A call as a request of the AWS SDK. Used in place of the SDK's builder, which copies all headers
 * into maps and encodes the query again: signatures cover the URL byte for byte.
 */
final class CallRequest implements SdkHttpRequest, EachHeader {
  private final HttpCall call;
  private final String userAgent;

  CallRequest(HttpCall call, String userAgent) {
    this.call = call;
    this.userAgent = userAgent;
  }

  @Override
  public SdkHttpMethod method() {
    return switch (call.method()) {
      case GET -> SdkHttpMethod.GET;
      case POST -> SdkHttpMethod.POST;
      case PUT -> SdkHttpMethod.PUT;
    };
  }

  @Override
  public String protocol() {
    return call.url().scheme();
  }

  @Override
  public String host() {
    return call.url().host();
  }

  @Override
  public int port() {
    return call.url().port();
  }

  @Override
  public String encodedPath() {
    return call.url().path();
  }

  @Override
  public Optional<String> encodedQueryParameters() {
    return call.url().target().indexOf('?') < 0
        ? Optional.empty()
        : Optional.of(call.url().query());
  }

  @Override
  public Map<String, List<String>> rawQueryParameters() {
    return SdkHttpUtils.uriParams(call.url().uri());
  }

  @Override
  public URI getUri() {
    return call.url().uri();
  }

  /** Calls the consumer for each header, in the order in which headers are sent. */
  @Override
  public void forEachHeader(BiConsumer<? super String, ? super List<String>> consumer) {
    consumer.accept("Host", List.of(call.url().authority()));
    consumer.accept("User-Agent", List.of(userAgent));
    call.headers().forEach((name, value) -> consumer.accept(name, List.of(value)));
    HttpBody body = call.body();
    if (body != null) {
      consumer.accept("Content-Length", List.of(Long.toString(body.length())));
      if (call.expectContinue()) {
        consumer.accept("Expect", List.of("100-continue"));
      }
    }
  }

  @Override
  public SdkHttpRequest.Builder toBuilder() {
    return SdkHttpRequest.builder()
        .method(method())
        .protocol(protocol())
        .host(host())
        .port(port())
        .encodedPath(encodedPath())
        .rawQueryParameters(rawQueryParameters())
        .headers(new LinkedHashMap<>(headers()));
  }

  /** As the call's: no header, path or query. */
  @Override
  public String toString() {
    return call.toString();
  }
}
