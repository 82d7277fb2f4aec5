package io.github.dcmbulk.http;

import java.util.Locale;

/**
 * A URL's authority without user information (RFC 3986 §3.2).
 *
 * @param host lower case; an IPv6 address in brackets
 * @param port -1 when there is none
 */
record HostAndPort(String host, int port) {
  static HostAndPort parse(String authority) {
    if (authority.indexOf('@') >= 0) {
      throw new IllegalArgumentException("a URL with a user name or password");
    }
    boolean isIpv6 = authority.startsWith("[");
    int hostEnd = isIpv6 ? authority.indexOf(']') + 1 : authority.indexOf(':');
    int end = hostEnd < 0 ? authority.length() : hostEnd;
    String host = authority.substring(0, end).toLowerCase(Locale.ROOT);
    if (!isHost(isIpv6 && end > 0 ? host.substring(1, end - 1) : host, isIpv6 ? ".:" : "._~-")) {
      throw new IllegalArgumentException("a URL without a valid host");
    }
    return new HostAndPort(host, end == authority.length() ? -1 : port(authority.substring(end)));
  }

  private static boolean isHost(String name, String marks) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean isPlain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (!isPlain && marks.indexOf(c) < 0) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static int port(String text) {
    try {
      int port =
          text.length() < 2 || text.length() > 6 ? 0 : Integer.parseInt(text, 1, text.length(), 10);
      if (text.charAt(0) == ':' && port >= 1 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw new IllegalArgumentException("a URL with an impossible port");
  }
}
