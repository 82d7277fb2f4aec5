package io.github.dcmbulk.remote.request;

import io.github.dcmbulk.http.HttpAnswer;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.remote.EndpointUrl;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an endpoint turned out to be in this run. It may answer at its URL with or without a slash
 * at the end (web frameworks redirect from one to the other), or at the URL as it was configured
 * where the documented last segment does not exist. It never moves to another host, port or scheme:
 * requests carry credentials. Thread-safe.
 */
public final class Endpoint {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 307, 308);
  private static final Set<Integer> NOT_HERE = Set.of(404, 405, 501);

  private volatile EndpointUrl known;

  /** An endpoint of which only the configured URL is known. */
  public Endpoint(EndpointUrl configured) {
    this.known = configured;
  }

  /** The URL to ask. */
  public HttpUrl url() {
    return known.url();
  }

  /** The URL that a redirect points to, if it is the same but for a slash; null otherwise. */
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
   * Whether a Location header names that path on the host that was asked. Scheme and port are not
   * compared, and not followed: servers behind a TLS terminator name their own.
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

  /** The URL as it was configured, when that answer says that nothing is at the one asked. */
  public @Nullable HttpUrl asGiven(HttpUrl asked, HttpAnswer answer) {
    EndpointUrl now = known;
    return asked.equals(now.url()) && NOT_HERE.contains(answer.status()) ? now.asGiven() : null;
  }

  /** The endpoint did its work at that URL, and is asked there from now on. */
  public void isAt(HttpUrl url) {
    if (known.asGiven() != null || !known.url().equals(url)) {
      known = EndpointUrl.whole(url);
    }
  }
}
