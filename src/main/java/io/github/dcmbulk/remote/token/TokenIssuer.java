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

/**
 * Obtains a new access token, by whatever the credentials allow. Called by one thread at a time.
 */
public interface TokenIssuer {
  /**
   * One attempt.
   *
   * @throws AttemptFailure it may be worth trying again
   * @throws AccessRefusedException the credentials are not accepted
   */
  AccessToken issue() throws AttemptFailure, DcmbulkException, InterruptedException;

  /** Whether a newer token is known to be there for the asking. Safe for several threads. */
  default boolean hasNewer() {
    return false;
  }

  /** The one that fits the credentials. */
  static TokenIssuer of(InstrumentedClient wire, ServiceSettings settings, Clock clock)
      throws UsageException {
    EndpointUrl endpoint = settings.tokens();
    return settings.needsTokenEndpoint() && endpoint != null
        ? new OAuthIssuer(wire, endpoint, settings, clock)
        : new ReadyTokenIssuer(settings.credentials(), clock);
  }
}
