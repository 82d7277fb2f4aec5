package io.github.dcmbulk.http;

import org.jspecify.annotations.Nullable;

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
  /** Written out: a record's own is put together from method handles, which is slow to begin. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Route r
        && secure == r.secure
        && port == r.port
        && proxied == r.proxied
        && host.equals(r.host);
  }

  @Override
  public int hashCode() {
    return 31 * host.hashCode() + port;
  }

  /** Whether the proxy forwards bytes that it cannot read (CONNECT). */
  public boolean isTunnelled() {
    return proxied && secure;
  }
}
