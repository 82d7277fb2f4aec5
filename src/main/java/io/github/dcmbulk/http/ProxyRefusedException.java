package io.github.dcmbulk.http;

import java.io.IOException;

/** A proxy did not let a request through, and the HTTP client does not tell its answer. */
public final class ProxyRefusedException extends IOException {
  /** Keeps what the client says. */
  public ProxyRefusedException(String message) {
    super(message);
  }
}
