package io.github.dcmbulk.remote;

import io.github.dcmbulk.http.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Where an endpoint is configured to be.
 *
 * @param url asked first
 * @param asGiven the URL as it was configured, without the documented last segment: asked when
 *     nothing answers at {@code url}; null when {@code url} is what was configured
 */
public record EndpointUrl(HttpUrl url, @Nullable HttpUrl asGiven) {
  /** A URL that is asked as it is. */
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
