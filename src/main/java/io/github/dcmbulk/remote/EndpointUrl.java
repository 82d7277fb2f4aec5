package io.github.dcmbulk.remote;

import io.github.dcmbulk.http.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The configured place of an endpoint.
 *
 * @param url requested first
 * @param asGiven the URL as configured, without the documented last segment; requested when nothing
 *     exists at {@code url}; null when it equals {@code url}
 */
public record EndpointUrl(HttpUrl url, @Nullable HttpUrl asGiven) {
  /** A URL that is used unchanged. */
  public static EndpointUrl whole(HttpUrl url) {
    return new EndpointUrl(url, null);
  }

  /** A base URL, to which a segment is added unless it ends with that segment already. */
  static EndpointUrl below(HttpUrl base, String segment) {
    String path = base.path();
    boolean isWhole = path.endsWith("/" + segment) || path.endsWith("/" + segment + "/");
    return isWhole ? whole(base) : new EndpointUrl(base.withSegment(segment), base);
  }
}
