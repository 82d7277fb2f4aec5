package io.github.dcmbulk.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * No answer came. The message names the host and what happened, never a path or a query; the
 * underlying exception is kept for its type and is not to be shown.
 */
public final class TransportException extends IOException {
  private final Kind kind;
  private final HttpUrl url;

  TransportException(Kind kind, HttpUrl url, String what, @Nullable Throwable cause) {
    super(url + ": " + what, cause);
    this.kind = kind;
    this.url = url;
  }

  /** What went wrong, as far as it changes what to do next. */
  public enum Kind {
    /** The host's name does not resolve. */
    DNS,
    /** No connection: refused, no route, or no answer in time. */
    CONNECT,
    /** The proxy refused to carry the request. */
    PROXY,
    /** The TLS handshake failed for another reason than trust. */
    TLS,
    /** The server's certificate, or ours, is not accepted. */
    TRUST,
    /** Nothing moved, or no complete answer came, in time. */
    TIMEOUT,
    /** The connection broke before the answer was complete. */
    RESET,
    /** The answer is not HTTP. */
    PROTOCOL,
    /** The request's own body could not be read, or has another length than announced. */
    SOURCE;

    /** Whether the server was never spoken to. */
    public boolean isBeforeRequest() {
      return switch (this) {
        case DNS, CONNECT, PROXY, TLS, TRUST -> true;
        case TIMEOUT, RESET, PROTOCOL, SOURCE -> false;
      };
    }
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /** Where the request was going; prints without path and query. */
  public HttpUrl url() {
    return url;
  }
}
