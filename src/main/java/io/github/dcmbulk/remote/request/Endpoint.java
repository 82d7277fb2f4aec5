package io.github.dcmbulk.remote.request;

import io.github.dcmbulk.http.HttpAnswer;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.remote.EndpointUrl;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The URL at which an endpoint answers in this run. It may be the configured one with or without a
 * slash at the end (web frameworks redirect from one to the other), or the one without the
 * documented last segment. Host, port and scheme never change, because requests carry credentials.
 * Thread-safe.
 */
public final class Endpoint {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 307, 308);
  private static final Set<Integer> NOT_HERE = Set.of(404, 405, 501);

  private volatile EndpointUrl known;

  /** Starts with the configured URL. */
  public Endpoint(EndpointUrl configured) {
    this.known = configured;
  }

  /** The URL for the next request. */
  public HttpUrl url() {
    return known.url();
  }

  /** The redirect's target, if it differs only by a slash at the end; null otherwise. */
  public static @Nullable HttpUrl slash(HttpUrl asked, HttpAnswer answer) {
    String location = REDIRECTS.contains(answer.status()) ? answer.header("location") : null;
    if (location == null) {
      return null;
    }
    String path = asked.path();
    HttpUrl other =
        asked.withPath(path.endsWith("/") ? path.substring(0, path.length() - 1) : path + "/");
    return isPathOf(location, asked, other.path()) ? other : null;
  }

  /**
   * Whether a Location header names that path on the same host. Scheme and port are ignored and not
   * followed: servers behind a TLS terminator name their own.
   */
  private static boolean isPathOf(String location, HttpUrl asked, String path) {
    String target = location.strip().replaceFirst("[?#].*", "");
    if (target.startsWith("//")) {
      target = asked.scheme() + ":" + target;
    }
    if (target.toLowerCase(Locale.ROOT).matches("https?://.*")) {
      try {
        HttpUrl url = HttpUrl.parse(target);
        return url.host().equals(asked.host()) && url.path().equals(path);
      } catch (IllegalArgumentException e) {
        return false;
      }
    }
    if (target.startsWith("/")) {
      return target.equals(path);
    }
    // Relative to the last slash of the path that was asked (RFC 3986 §5.2.3).
    String parent = asked.path().substring(0, asked.path().lastIndexOf('/') + 1);
    return !target.isEmpty() && (parent + target).equals(path);
  }

  /**
   * The configured URL, when the answer says that nothing exists at the one asked; null otherwise.
   */
  public @Nullable HttpUrl asGiven(HttpUrl asked, HttpAnswer answer) {
    EndpointUrl now = known;
    return asked.equals(now.url()) && NOT_HERE.contains(answer.status()) ? now.asGiven() : null;
  }

  /** The endpoint answered at that URL, which is used from now on. */
  public void isAt(HttpUrl url) {
    if (known.asGiven() != null || !known.url().equals(url)) {
      known = EndpointUrl.whole(url);
    }
  }
}
