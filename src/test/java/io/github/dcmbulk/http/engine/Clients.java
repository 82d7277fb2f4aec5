package io.github.dcmbulk.http.engine;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpSettings.Client;
import io.github.dcmbulk.http.HttpSettings.Tls;
import io.github.dcmbulk.http.HttpTransport;
import io.github.dcmbulk.model.UsageException;
import java.time.Duration;

/** Opens the HTTP clients that the contract tests run on. */
final class Clients {
  static final String DOUBLE_SLASHES = "apache5 sends // in a path as /%2F";
  static final String COOKIES = "apache5 sends cookies back";
  static final String STALE = "only ours repeats a request on a connection that had been closed";
  static final String PROXY_REFUSAL = "apache5 takes a proxy's refusal for the server's answer";

  private Clients() {}

  /**
   * Skips a test for a client that does not support it; {@link ForeignClientTest} shows what
   * happens.
   */
  static void assumeNot(Client client, Client unable, String why) {
    assumeFalse(client == unable, why);
  }

  static HttpTransport open(Client client, HttpSettings settings) throws UsageException {
    return open(client, settings, Duration.ofMillis(500));
  }

  static HttpTransport open(Client client, HttpSettings settings, Duration idle)
      throws UsageException {
    if (client == Client.CRT) {
      assumeFalse(
          !settings.tls().equals(Tls.SYSTEM), "crt can use neither --ca-file nor --client-cert");
      try {
        new software.amazon.awssdk.crt.CRT();
      } catch (LinkageError e) {
        return abort("crt has no native code for this machine");
      }
    }
    return Engines.open(settings.withClient(client), idle);
  }
}
