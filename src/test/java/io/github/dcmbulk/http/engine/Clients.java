package io.github.dcmbulk.http.engine;

import static org.junit.jupiter.api.Assumptions.abort;

import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpSettings.Client;
import io.github.dcmbulk.http.HttpTransport;
import io.github.dcmbulk.model.UsageException;
import java.time.Duration;

/** Opens the HTTP clients that the contract tests run on. */
final class Clients {
  private Clients() {}

  static HttpTransport open(Client client, HttpSettings settings) throws UsageException {
    return open(client, settings, Duration.ofMillis(500));
  }

  static HttpTransport open(Client client, HttpSettings settings, Duration idle)
      throws UsageException {
    if (client == Client.CRT) {
      try {
        new software.amazon.awssdk.crt.CRT();
      } catch (LinkageError e) {
        return abort("crt has no native code for this machine");
      }
    }
    return Engines.open(settings.withClient(client), idle);
  }
}
