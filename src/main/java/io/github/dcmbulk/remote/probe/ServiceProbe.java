package io.github.dcmbulk.remote.probe;

import io.github.dcmbulk.http.HttpBody;
import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpTransport;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.http.engine.Engines;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.remote.AccessToken;
import io.github.dcmbulk.remote.Attempt;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.InstanceRef;
import io.github.dcmbulk.remote.ServiceSettings;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.presign.PresignAnswer;
import io.github.dcmbulk.remote.presign.Presigned;
import io.github.dcmbulk.remote.presign.PresignedUrl;
import io.github.dcmbulk.remote.presign.Presigner;
import io.github.dcmbulk.remote.presign.PutHeaders;
import io.github.dcmbulk.remote.put.ObjectStore;
import io.github.dcmbulk.remote.put.PutAnswer;
import io.github.dcmbulk.remote.request.AttemptFailure;
import io.github.dcmbulk.remote.request.AttemptFailure.Kind;
import io.github.dcmbulk.remote.request.Counters;
import io.github.dcmbulk.remote.request.FailureRemedies;
import io.github.dcmbulk.remote.request.InstrumentedClient;
import io.github.dcmbulk.remote.request.ServiceClocks;
import io.github.dcmbulk.remote.token.TokenIssuer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes each request of an upload once, to show which one works. For the command {@code doctor}.
 */
public final class ServiceProbe implements AutoCloseable {
  private final HttpTransport transport;
  private final ServiceSettings settings;
  private final ServiceClocks clocks;
  private final TokenIssuer issuer;
  private final Presigner presigner;
  private final ObjectStore store;

  private ServiceProbe(
      HttpTransport transport,
      ServiceSettings settings,
      ServiceClocks clocks,
      TokenIssuer issuer,
      Presigner presigner,
      ObjectStore store) {
    this.transport = transport;
    this.settings = settings;
    this.clocks = clocks;
    this.issuer = issuer;
    this.presigner = presigner;
    this.store = store;
  }

  /**
   * Opens the service; sends nothing.
   *
   * @param notices receives lines for the user
   * @param requests receives every request
   * @throws UsageException a key or certificate cannot be used
   */
  public static ServiceProbe open(
      ServiceSettings settings,
      HttpSettings http,
      Clock clock,
      Consumer<String> notices,
      Attempt.Listener requests)
      throws UsageException {
    HttpTransport transport = Engines.open(http);
    try {
      ServiceClocks clocks = new ServiceClocks(clock, notices);
      InstrumentedClient client =
          new InstrumentedClient(transport, clocks, new Counters(), requests, System::nanoTime);
      return new ServiceProbe(
          transport,
          settings,
          clocks,
          TokenIssuer.of(client, settings, clock),
          new Presigner(client, settings),
          new ObjectStore(client, clocks, settings.presign(), System::nanoTime, notices));
    } catch (UsageException | RuntimeException e) {
      transport.close();
      throw e;
    }
  }

  /**
   * Requests a token. The result says how it was obtained, its lifetime and its scope.
   *
   * @throws io.github.dcmbulk.model.AccessRefusedException the credentials are refused
   * @throws ServiceUnreachableException no answer, or an unusable one
   * @throws InterruptedException the run is being stopped
   */
  public AccessToken token() throws DcmbulkException, InterruptedException {
    try {
      return issuer.issue();
    } catch (AttemptFailure e) {
      throw FailureRemedies.on(e);
    }
  }

  /**
   * Requests a presigned URL and sends nothing to it.
   *
   * @throws io.github.dcmbulk.model.AccessRefusedException the token is refused
   * @throws ServiceUnreachableException no answer, or an answer without a usable URL
   * @throws InterruptedException the run is being stopped
   */
  public Presigned presign(AccessToken token) throws DcmbulkException, InterruptedException {
    try {
      PresignAnswer.Found found = presigner.ask(token);
      PresignedUrl url = found.url();
      Presigner.requireBody(url);
      return new Presigned(
          url,
          found.place(),
          url.expires() == null ? null : left(url, url.expires()),
          new PutHeaders(url).unknown(),
          settings.isConfidential(url.url()),
          settings.mayReceive(url.url()));
    } catch (AttemptFailure e) {
      throw FailureRemedies.on(e);
    }
  }

  /**
   * Uploads an instance, which stays in the store.
   *
   * @return the ETag, compared with the MD5 where that is possible; null when there was none
   * @throws ServiceUnreachableException it was not stored
   * @throws InterruptedException the run is being stopped
   */
  public @Nullable String put(PresignedUrl url, InstanceContent content)
      throws DcmbulkException, InterruptedException {
    try {
      store.checkTime(url, content.size());
      return put(url, content, true);
    } catch (AttemptFailure e) {
      throw FailureRemedies.on(e);
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot be read", e);
    }
  }

  /** One redirect is followed, by the same rules as in an upload. */
  private @Nullable String put(PresignedUrl url, InstanceContent content, boolean mayFollow)
      throws AttemptFailure, IOException, InterruptedException {
    HttpBody body = new HttpBody(content.size(), content.isInMemory(), content::open);
    PutAnswer answer = store.put(url, content, body, false, InstanceRef.NONE);
    if (answer instanceof PutAnswer.Stored stored) {
      return stored.etag();
    }
    if (!(answer instanceof PutAnswer.Redirected redirected)) {
      throw new IllegalStateException("a probe is never withheld");
    }
    HttpUrl target = redirected.target();
    if (!mayFollow || !settings.isNamed(target) || !settings.isConfidential(target)) {
      throw new AttemptFailure(
          Step.PUT, Kind.MISCONFIGURED, "redirect", url + " redirects to " + target);
    }
    return put(PresignedUrl.of(target.text(), url.headers()), content, false);
  }

  private Duration left(PresignedUrl url, Instant end) {
    return Duration.between(clocks.earliest(url.url(), settings.presign()), end);
  }

  /** How far each host's clock is ahead of the local one, by host; negative when it is behind. */
  public Map<String, Duration> clocksAhead() {
    return clocks.ahead();
  }

  @Override
  public void close() {
    transport.close();
  }
}
