package io.github.dcmbulk.http.engine;

import io.github.dcmbulk.http.EachHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * The head of an answer with the AWS SDK's interface. Used in place of the SDK's builder, which
 * copies all headers into a sorted map.
 */
final class CoreResponse implements SdkHttpResponse, EachHeader {
  private final transient HttpResponse response;

  CoreResponse(HttpResponse response) {
    this.response = response;
  }

  @Override
  public int statusCode() {
    return response.getCode();
  }

  @Override
  public Optional<String> statusText() {
    return Optional.ofNullable(response.getReasonPhrase());
  }

  @Override
  public Optional<String> firstMatchingHeader(String name) {
    Header header = response.getFirstHeader(name);
    return header == null ? Optional.empty() : Optional.ofNullable(header.getValue());
  }

  @Override
  public List<String> matchingHeaders(String name) {
    Header[] headers = response.getHeaders(name);
    return headers.length == 0 ? List.of() : values(headers, 0);
  }

  /** Calls the consumer once for each name with all its values, in the order of arrival. */
  @Override
  public void forEachHeader(BiConsumer<? super String, ? super List<String>> consumer) {
    Header[] headers = response.getHeaders();
    for (int i = 0; i < headers.length; i++) {
      if (isFirst(headers, i)) {
        consumer.accept(headers[i].getName(), values(headers, i));
      }
    }
  }

  private static boolean isFirst(Header[] headers, int at) {
    for (int i = 0; i < at; i++) {
      if (headers[i].getName().equalsIgnoreCase(headers[at].getName())) {
        return false;
      }
    }
    return true;
  }

  private static List<String> values(Header[] headers, int from) {
    List<String> values = new ArrayList<>(1);
    for (int i = from; i < headers.length; i++) {
      if (headers[i].getName().equalsIgnoreCase(headers[from].getName())) {
        String value = headers[i].getValue();
        values.add(value == null ? "" : value);
      }
    }
    return values;
  }

  @Override
  public SdkHttpResponse.Builder toBuilder() {
    return SdkHttpResponse.builder()
        .statusCode(statusCode())
        .statusText(statusText().orElse(""))
        .headers(headers());
  }
}
