package io.github.dcmbulk.http;

/**
 * The server that a connection leads to, and whether a proxy is on the way: requests with the same
 * route share connections.
 *
 * @param secure whether the server is spoken to over TLS
 * @param host the server's; an IPv6 address in brackets
 * @param port the server's
 * @param proxied whether the way leads through the proxy
 */
public record Route(boolean secure, String host, int port, boolean proxied) {
  /** Whether the proxy only passes bytes on, because it must not read what is in them. */
  public boolean isTunnelled() {
    return proxied && secure;
  }
}
