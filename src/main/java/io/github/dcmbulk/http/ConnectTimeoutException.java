package io.github.dcmbulk.http;

import java.net.ConnectException;

/** No TCP connection within the connect timeout. */
public final class ConnectTimeoutException extends ConnectException {
  /** Keeps the cause. */
  public ConnectTimeoutException(Throwable cause) {
    super("no connection in time");
    initCause(cause);
  }
}
