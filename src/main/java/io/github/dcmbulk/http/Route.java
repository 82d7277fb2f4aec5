package io.github.dcmbulk.http;

/**
 * The server of a connection, and whether a proxy is used; requests with the same route share
 * connections.
 *
 * @param secure whether the connection to the server uses TLS
 * @param host the server's host; an IPv6 address in brackets
 * @param port the server's port
 * @param proxied whether the connection goes through the proxy
 */
public record Route(boolean secure, String host, int port, boolean proxied) {
  /** Whether the proxy forwards bytes that it cannot read (CONNECT). */
  public boolean isTunnelled() {
    return proxied && secure;
  }
}
