package io.github.dcmbulk.remote.token;

import io.github.dcmbulk.model.AccessRefusedException;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.remote.AccessToken;
import io.github.dcmbulk.remote.EndpointUrl;
import io.github.dcmbulk.remote.ServiceSettings;
import io.github.dcmbulk.remote.request.AttemptFailure;
import io.github.dcmbulk.remote.request.InstrumentedClient;
import java.time.Clock;

/** Obtains access tokens with the given credentials. Called by one thread at a time. */
public interface TokenIssuer {
  /**
   * Makes one attempt.
   *
   * @throws AttemptFailure the attempt failed and may be repeated
   * @throws AccessRefusedException the credentials are refused
   */
  AccessToken issue() throws AttemptFailure, DcmbulkException, InterruptedException;

  /** Whether a newer token is known to be available. Safe for several threads. */
  default boolean hasNewer() {
    return false;
  }

  /**
   * The issuer for the configured credentials.
   *
   * @throws UsageException a key or a file of the credentials cannot be read (exit 2)
   */
  static TokenIssuer of(InstrumentedClient client, ServiceSettings settings, Clock clock)
      throws UsageException {
    EndpointUrl endpoint = settings.tokens();
    return settings.needsTokenEndpoint() && endpoint != null
        ? new OAuthIssuer(client, endpoint, settings, clock)
        : new ReadyTokenIssuer(settings.credentials(), clock);
  }
}
