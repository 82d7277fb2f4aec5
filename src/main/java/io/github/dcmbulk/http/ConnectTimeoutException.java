package io.github.dcmbulk.http;

import java.net.ConnectException;

/** No TCP connection within the connect time-out. */
public final class ConnectTimeoutException extends ConnectException {
  /** Keeps what happened. */
  public ConnectTimeoutException(Throwable cause) {
    super("no connection in time");
    initCause(cause);
  }
}
