package io.github.dcmbulk.http.engine;

import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpTransport;
import io.github.dcmbulk.model.UsageException;
import java.time.Duration;

/** Opens transports with the configured HTTP client. */
public final class Engines {
  /** Idle time after which a closed connection is expected and the request may be repeated. */
  private static final Duration IDLE = Duration.ofMillis(500);

  private Engines() {}

  /**
   * Opens a transport; opens no connection.
   *
   * @throws UsageException a certificate or key cannot be used, or the client is missing or does
   *     not support the settings
   */
  public static HttpTransport open(HttpSettings settings) throws UsageException {
    return open(settings, IDLE);
  }

  /**
   * Opens a transport.
   *
   * @param idle idle time after which a server may have closed a connection; for dcmbulk's own
   *     client only
   * @throws UsageException a certificate or key cannot be used, or the client is not on the class
   *     path (exit 2)
   */
  static HttpTransport open(HttpSettings settings, Duration idle) throws UsageException {
    return switch (settings.client()) {
      case DCMBULK -> {
        HttpCoreClient client = new HttpCoreClient(settings, idle);
        yield new HttpTransport(settings, client, client::closeOverdue);
      }
      case APACHE5 -> new HttpTransport(settings, Apache5Engine.open(settings), () -> {});
      case CRT -> new HttpTransport(settings, crt(settings), () -> {});
    };
  }

  private static ForeignClient crt(HttpSettings settings) throws UsageException {
    try {
      return CrtEngine.open(settings);
    } catch (LinkageError e) {
      throw new UsageException(
          "the crt client is not on the class path, or does not run on this machine",
          "put aws-crt-client.jar, crt-core.jar and aws-crt.jar of the AWS SDK for Java into the"
              + " directory lib, or use another --http-client",
          e);
    }
  }
}
