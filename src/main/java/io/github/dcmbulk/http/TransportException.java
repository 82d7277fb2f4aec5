package io.github.dcmbulk.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * No answer was received. The message names the host and what happened, never a path or query; the
 * cause is kept for its type and must not be shown.
 */
public final class TransportException extends IOException {
  private final Kind kind;
  private final HttpUrl url;
  private final String what;
  private final @Nullable String remedy;

  TransportException(Kind kind, HttpUrl url, String what, @Nullable Throwable cause) {
    this(kind, url, what, cause, null);
  }

  TransportException(
      Kind kind, HttpUrl url, String what, @Nullable Throwable cause, @Nullable String remedy) {
    this(kind, url, what, cause, remedy, url + ": " + what);
  }

  private TransportException(
      Kind kind,
      HttpUrl url,
      String what,
      @Nullable Throwable cause,
      @Nullable String remedy,
      String message) {
    super(message, cause);
    this.kind = kind;
    this.url = url;
    this.what = what;
    this.remedy = remedy;
  }

  /** A copy that names the proxy of the request. */
  TransportException through(HttpUrl proxy) {
    // Connections and names are those of the proxy itself.
    String where =
        kind == Kind.CONNECT || kind == Kind.DNS
            ? "the proxy " + proxy
            : url + " through the proxy " + proxy;
    return new TransportException(kind, url, what, getCause(), remedy, where + ": " + what);
  }

  /** Kind of a failure, by what to do next. */
  public enum Kind {
    /** The host's name does not resolve. */
    DNS,
    /** No connection: refused, no route, or no answer in time. */
    CONNECT,
    /** The proxy refused the request. */
    PROXY,
    /** The TLS handshake failed for another reason than trust. */
    TLS,
    /** The certificate of the server or of the client is not accepted. */
    TRUST,
    /** No data, or no complete answer, within the time limit. */
    TIMEOUT,
    /** The connection was closed before the answer was complete. */
    RESET,
    /** The answer is not HTTP. */
    PROTOCOL,
    /** The request's body could not be read, or has another length than announced. */
    SOURCE;

    /** Whether the failure came before anything was sent to the server. */
    public boolean isBeforeRequest() {
      return switch (this) {
        case DNS, CONNECT, PROXY, TLS, TRUST -> true;
        case TIMEOUT, RESET, PROTOCOL, SOURCE -> false;
      };
    }
  }

  /** The kind of failure. */
  public Kind kind() {
    return kind;
  }

  /** What to do; null for no specific advice. */
  public @Nullable String remedy() {
    return remedy;
  }

  /** URL of the request; {@code toString} has no path and no query. */
  public HttpUrl url() {
    return url;
  }
}
