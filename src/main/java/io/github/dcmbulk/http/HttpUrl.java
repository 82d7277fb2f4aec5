package io.github.dcmbulk.http;

import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An absolute http or https URL whose path and query are kept byte for byte, because a signature
 * covers them. {@code toString} has no path and no query, which contain the signature.
 */
public final class HttpUrl {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[(::1|(0+:){7}0*1)]");

  private final String scheme;
  private final String host;
  private final int port;
  private final String target;

  /** Scheme, host and port, made at the first use and kept, because they are used often. */
  private @Nullable String origin;

  private HttpUrl(String scheme, String host, int port, String target) {
    this.scheme = scheme;
    this.host = host;
    this.port = port;
    this.target = target;
  }

  /**
   * Parses a URL.
   *
   * @throws IllegalArgumentException the text is no such URL, or has user information; the message
   *     contains nothing of the text
   */
  public static HttpUrl parse(String text) {
    // Called for each instance: no regular expressions.
    boolean secure = text.regionMatches(true, 0, "https://", 0, 8);
    if (!secure && !text.regionMatches(true, 0, "http://", 0, 7)) {
      throw new IllegalArgumentException("not an absolute http or https URL");
    }
    String scheme = secure ? "https" : "http";
    int start = scheme.length() + 3;
    int fragment = text.indexOf('#', start);
    int end = fragment < 0 ? text.length() : fragment;
    int slash = firstOf(text, start, end);
    HostAndPort authority = HostAndPort.parse(text.substring(start, slash));
    int port = authority.port() < 0 ? (secure ? 443 : 80) : authority.port();
    String rest = text.substring(slash, end);
    String target = rest.startsWith("/") ? rest : "/" + rest;
    requireEscaped(target);
    return new HttpUrl(scheme, authority.host(), port, target);
  }

  /**
   * The URL of a server, without a path.
   *
   * @param scheme {@code http} or {@code https}
   * @param host an IPv6 address in brackets
   */
  public static HttpUrl origin(String scheme, String host, int port) {
    return new HttpUrl(scheme, host, port, "/");
  }

  /** Requires the escaping of RFC 3986 §2: signatures are computed over escaped text. */
  private static void requireEscaped(String target) {
    int query = target.indexOf('?');
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      boolean isLegal =
          c == '%'
              ? isHex(target, i + 1) && isHex(target, i + 2)
              : isLegal(c) || (query >= 0 && i > query && (c == '[' || c == ']'));
      if (!isLegal) {
        throw new IllegalArgumentException("a URL with characters that must be escaped");
      }
    }
  }

  private static boolean isLegal(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= '?' && c <= 'Z')
        || (c >= '&' && c <= ';')
        || c == '='
        || c == '!'
        || c == '$'
        || c == '_'
        || c == '~';
  }

  private static boolean isHex(String text, int at) {
    return at < text.length() && Character.digit(text.charAt(at), 16) >= 0;
  }

  private static int firstOf(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text.charAt(i) == '/' || text.charAt(i) == '?') {
        return i;
      }
    }
    return end;
  }

  /** {@code http} or {@code https}. */
  public String scheme() {
    return scheme;
  }

  /** In lower case; an IPv6 address in brackets. */
  public String host() {
    return host;
  }

  /** The port; the scheme's default where the URL has none. */
  public int port() {
    return port;
  }

  /** Path and query as they are sent. */
  public String target() {
    return target;
  }

  /** The path as it is sent, without the query. */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** The query as it is sent, without its question mark; empty for none. */
  public String query() {
    int query = target.indexOf('?');
    return query < 0 ? "" : target.substring(query + 1);
  }

  /** Whether the scheme is https. */
  public boolean isSecure() {
    return scheme.equals("https");
  }

  /** Whether the host's name or address is that of the loopback; no name is resolved. */
  public boolean isLoopback() {
    return LOOPBACK.matcher(host).matches();
  }

  /** The URL with a segment added to its path; a query is kept. */
  public HttpUrl withSegment(String segment) {
    String path = path();
    String joined = (path.endsWith("/") ? path : path + "/") + segment;
    return withTarget(query().isEmpty() ? joined : joined + "?" + query());
  }

  /** The URL with further query parameters, already encoded. */
  public HttpUrl withQuery(String more) {
    String separator = target.indexOf('?') < 0 ? "?" : target.endsWith("?") ? "" : "&";
    return more.isEmpty() ? this : withTarget(target + separator + more);
  }

  /** The URL with another path, already encoded, and the same query. */
  public HttpUrl withPath(String path) {
    return withTarget(query().isEmpty() ? path : path + "?" + query());
  }

  private HttpUrl withTarget(String newTarget) {
    return new HttpUrl(scheme, host, port, newTarget);
  }

  /** The host for a resolver: an IPv6 address without brackets. */
  public String bareHost() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** Host and port as in a Host header: the port only if it is not the scheme's default. */
  public String authority() {
    return port == (isSecure() ? 443 : 80) ? host : host + ":" + port;
  }

  /** The whole URL with path and query; not for messages. */
  public String text() {
    return this + target;
  }

  /** The same as {@link #text()}. */
  public URI uri() {
    return URI.create(text());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HttpUrl url && text().equals(url.text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  /** Scheme, host and port only. */
  @Override
  public String toString() {
    // Without a lock: all threads make the same.
    String known = origin;
    if (known == null) {
      known = scheme + "://" + authority();
      origin = known;
    }
    return known;
  }
}
