package io.github.dcmbulk.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpHeaders;

/** Headers that are passed one by one; a map is made only for clients that ask for one. */
public interface EachHeader extends SdkHttpHeaders {
  @Override
  default Map<String, List<String>> headers() {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    forEachHeader(headers::put);
    return headers;
  }

  @Override
  default int numHeaders() {
    return headers().size();
  }
}
