package io.github.dcmbulk.http;

import java.io.IOException;

/** A proxy refused a request, and the HTTP client does not expose its answer. */
public final class ProxyRefusedException extends IOException {
  /** Keeps the client's message. */
  public ProxyRefusedException(String message) {
    super(message);
  }
}
