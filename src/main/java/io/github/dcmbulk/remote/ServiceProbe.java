package io.github.dcmbulk.remote;

import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpTransport;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.model.UsageException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/** Asks the service step by step, one attempt each, to tell what works and what does not. */
public final class ServiceProbe implements AutoCloseable {
  private final HttpTransport transport;
  private final ServiceClock clock;
  private final TokenIssuer issuer;
  private final Presigner presigner;

  private ServiceProbe(
      HttpTransport transport, ServiceClock clock, TokenIssuer issuer, Presigner presigner) {
    this.transport = transport;
    this.clock = clock;
    this.issuer = issuer;
    this.presigner = presigner;
  }

  /**
   * Prepares to ask; nothing is sent yet.
   *
   * @param notices takes lines that people should see
   * @throws UsageException a key or certificate cannot be used
   */
  public static ServiceProbe open(
      ServiceSettings settings, HttpSettings http, Clock clock, Consumer<String> notices)
      throws UsageException {
    HttpTransport transport = HttpTransport.open(http);
    try {
      ServiceClock serviceClock = new ServiceClock(clock, notices);
      Wire wire =
          new Wire(
              transport, serviceClock, new Counters(), Attempt.Listener.NONE, System::nanoTime);
      return new ServiceProbe(
          transport,
          serviceClock,
          TokenIssuer.of(wire, settings, clock),
          new Presigner(wire, settings, serviceClock));
    } catch (UsageException | RuntimeException e) {
      transport.close();
      throw e;
    }
  }

  /**
   * Gets a token: how, for how long, and for what scope is in the answer.
   *
   * @throws io.github.dcmbulk.model.AccessRefusedException the credentials are not accepted
   * @throws ServiceUnreachableException there is no answer, or another one
   */
  public AccessToken token() throws DcmbulkException, InterruptedException {
    try {
      return issuer.issue();
    } catch (AttemptFailure e) {
      throw failed(e, "check --token-url and the network");
    }
  }

  /**
   * Gets a presigned URL and sends nothing to it.
   *
   * @throws ServiceUnreachableException there is none
   */
  public PresignedUrl presign(AccessToken token) throws DcmbulkException, InterruptedException {
    try {
      return presigner.request(token, false);
    } catch (AttemptFailure e) {
      throw failed(e, "check --api-url, --scope and the network");
    }
  }

  /** How far the service's clock is ahead of ours, by its last answer; negative when behind. */
  public Duration clockAhead() {
    return clock.ahead();
  }

  private static ServiceUnreachableException failed(AttemptFailure e, String remedy) {
    return new ServiceUnreachableException(e.detail(), remedy, e);
  }

  @Override
  public void close() {
    transport.close();
  }
}
