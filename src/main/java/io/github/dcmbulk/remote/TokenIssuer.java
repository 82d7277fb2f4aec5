package io.github.dcmbulk.remote;

import io.github.dcmbulk.model.AccessRefusedException;
import io.github.dcmbulk.model.DcmbulkException;

/**
 * Obtains a new access token, by whatever the credentials allow. Called by one thread at a time.
 */
interface TokenIssuer {
  /**
   * One attempt.
   *
   * @throws AttemptFailure it may be worth trying again
   * @throws AccessRefusedException the credentials are not accepted
   */
  AccessToken issue() throws AttemptFailure, DcmbulkException, InterruptedException;
}
