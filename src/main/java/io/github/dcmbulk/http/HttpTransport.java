package io.github.dcmbulk.http;

import io.github.dcmbulk.http.HttpSettings.Proxy;
import io.github.dcmbulk.http.TransportException.Kind;
import io.github.dcmbulk.model.Secret;
import io.github.dcmbulk.model.UsageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;

/**
 * Sends one request and returns its answer, or says in one of a few ways why there is none. Never
 * retries, never follows a redirect, never lowers TLS. Safe for use by several threads; memory is
 * one buffer per request, whatever a body's length.
 */
public final class HttpTransport implements AutoCloseable {
  private static final Logger WIRE_LOG = LoggerFactory.getLogger("org.apache.hc.client5.http.wire");

  /** So that a name that points elsewhere is noticed during a long run. */
  private static final Duration CONNECTION_LIFETIME = Duration.ofMinutes(5);

  /** Below the idle time-outs of common servers, so that they seldom close first. */
  private static final Duration IDLE_LIFETIME = Duration.ofSeconds(15);

  /** Servers that close connections sooner would not be worth keeping one to. */
  private static final Duration IDLE = Duration.ofMillis(500);

  /** Each time, one of the connections that a server has closed is gone. */
  private static final int MOST_STALE = 4;

  private final HttpSettings settings;
  private final Routes routes;
  private final SdkHttpClient client;
  private final SdkHttpClient asking;
  private final Watchdog watchdog = new Watchdog();
  private final Buffers buffers = new Buffers();
  private final KeptConnections kept;

  private HttpTransport(HttpSettings settings, TlsSocketStrategy tls, Duration idle) {
    this.settings = settings;
    this.routes = new Routes(settings.proxy());
    this.kept = new KeptConnections(idle);
    this.client = client(settings, routes, tls, kept, false);
    this.asking = client(settings, routes, tls, kept, true);
  }

  /**
   * Opens a transport; no connection is made yet.
   *
   * @throws UsageException a certificate or key cannot be used
   * @throws IllegalStateException the HTTP client would log what it sends
   */
  public static HttpTransport open(HttpSettings settings) throws UsageException {
    return open(settings, IDLE);
  }

  static HttpTransport open(HttpSettings settings, Duration idle) throws UsageException {
    if (WIRE_LOG.isDebugEnabled()) {
      throw new IllegalStateException(
          "the HTTP client's log would hold tokens and patient data: "
              + "set the loggers org.apache.hc and software.amazon.awssdk to warn");
    }
    return new HttpTransport(settings, TlsSetup.of(settings.tls()), idle);
  }

  private static SdkHttpClient client(
      HttpSettings settings,
      Routes routes,
      TlsSocketStrategy tls,
      KeptConnections kept,
      boolean expectContinue) {
    Apache5HttpClient.Builder builder =
        Apache5HttpClient.builder()
            .connectionTimeout(settings.connectTimeout())
            .socketTimeout(settings.readTimeout())
            .connectionAcquisitionTimeout(settings.connectTimeout().plus(settings.readTimeout()))
            // The limit holds for all hosts together: the API's and the object store's.
            .maxConnections(2 * settings.connectionsPerHost() + 2)
            .connectionTimeToLive(CONNECTION_LIFETIME)
            .connectionMaxIdleTime(IDLE_LIFETIME)
            .useIdleConnectionReaper(true)
            .tcpKeepAlive(true)
            .expectContinueEnabled(expectContinue)
            .httpRoutePlanner(new LargePieces(routes))
            .tlsSocketStrategy(tls)
            .dnsResolver(kept)
            .proxyConfiguration(
                ProxyConfiguration.builder()
                    .useSystemPropertyValues(false)
                    .useEnvironmentVariableValues(false)
                    .build());
    Proxy proxy = settings.proxy();
    if (proxy != null && proxy.user() != null) {
      BasicCredentialsProvider credentials = new BasicCredentialsProvider();
      credentials.setCredentials(
          new AuthScope(proxy.url().host(), proxy.url().port()),
          new UsernamePasswordCredentials(proxy.user(), password(proxy).toCharArray()));
      builder.credentialsProvider(credentials);
    }
    return builder.build();
  }

  /**
   * Sends the request and reads the answer.
   *
   * @throws TransportException there is no answer
   * @throws InterruptedException this thread was interrupted; the request is broken off
   */
  public HttpAnswer send(HttpCall call) throws TransportException, InterruptedException {
    boolean idle = kept.haveIdled(call.url());
    for (int i = 0; i < MOST_STALE; i++) {
      try {
        return once(call, idle);
      } catch (TransportException e) {
        if (!e.isStale() || !isRepeatable(call.body())) {
          throw e;
        }
      }
    }
    return once(call, idle);
  }

  /** Whether a body can be sent from its beginning again, which this makes it ready for. */
  private static boolean isRepeatable(@Nullable HttpBody body) {
    if (body != null && body.stream() instanceof ByteArrayInputStream memory) {
      memory.reset();
      return true;
    }
    return body == null;
  }

  private HttpAnswer once(HttpCall call, boolean idle)
      throws TransportException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Outgoing outgoing = new Outgoing(call);
    watchdog.add(outgoing.flight);
    try {
      HttpAnswer answer = outgoing.send();
      if (answer.status() == 407) {
        throw refusedByProxy(call, null);
      }
      return answer;
    } catch (IOException | RuntimeException e) {
      throw told(outgoing, failure(outgoing, e), idle);
    } finally {
      watchdog.remove(outgoing.flight);
    }
  }

  private static TransportException refusedByProxy(HttpCall call, @Nullable Throwable cause) {
    return new TransportException(
        Kind.PROXY, call.url(), "the proxy wants other credentials (407)", cause);
  }

  private TransportException told(Outgoing outgoing, TransportException e, boolean idle) {
    Proxy proxy = settings.proxy();
    TransportException told =
        proxy != null && routes.isProxied(e.url()) ? e.through(proxy.url()) : e;
    boolean stale = idle && e.kind() == Kind.RESET && outgoing.flight.brokeOnKeptConnection();
    return stale ? told.onStaleConnection() : told;
  }

  private static TransportException failure(Outgoing outgoing, Exception e)
      throws InterruptedException {
    if (e instanceof TransportException known) {
      return known;
    }
    if (Thread.interrupted()) {
      InterruptedException interrupted = new InterruptedException();
      interrupted.initCause(e);
      throw interrupted;
    }
    HttpCall call = outgoing.call;
    if (outgoing.flight.timedOut()) {
      return new TransportException(Kind.TIMEOUT, call.url(), "no complete answer in time", e);
    }
    if (outgoing.showsProxyCredentials && e instanceof IllegalStateException) {
      // How the client takes a 407 to credentials that it was handed ready-made.
      return refusedByProxy(call, e);
    }
    return Failures.of(call.url(), e);
  }

  /** Closes all connections; requests on their way fail. */
  @Override
  public void close() {
    watchdog.close();
    client.close();
    asking.close();
  }

  private @Nullable String proxyAuthorization(HttpUrl url) {
    Proxy proxy = settings.proxy();
    if (proxy == null || proxy.user() == null || url.isSecure() || !routes.isProxied(url)) {
      return null;
    }
    // A body is read once, so a challenge could not be answered by sending it again.
    String pair = proxy.user() + ":" + password(proxy);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static String password(Proxy proxy) {
    Secret password = proxy.password();
    return password == null ? "" : password.reveal();
  }

  /** A request and the means to break it off. */
  private final class Outgoing {
    private final HttpCall call;
    private final Flight flight;
    private final ExecutableHttpRequest request;
    private final boolean showsProxyCredentials;

    Outgoing(HttpCall call) {
      this.call = call;
      this.flight =
          new Flight(
              settings.connectTimeout().toNanos(), settings.readTimeout().toNanos(), this::abort);
      ExactRequest exact = new ExactRequest(call, settings.userAgent());
      String proxyAuthorization = proxyAuthorization(call.url());
      showsProxyCredentials = proxyAuthorization != null;
      if (proxyAuthorization != null) {
        exact.addHeader("Proxy-Authorization", proxyAuthorization);
      }
      HttpExecuteRequest.Builder execute = HttpExecuteRequest.builder().request(exact);
      HttpBody body = call.body();
      if (body != null) {
        BodyStream stream = new BodyStream(body, flight, buffers);
        execute.contentStreamProvider(() -> stream);
      }
      this.request = (call.expectContinue() ? asking : client).prepareRequest(execute.build());
    }

    private void abort() {
      request.abort();
    }

    HttpAnswer send() throws IOException {
      kept.flies(flight);
      HttpExecuteResponse response;
      try {
        response = request.call();
      } finally {
        kept.flies(null);
      }
      flight.answered();
      kept.answered(call.url());
      Map<String, String> headers = new HashMap<>();
      response
          .httpResponse()
          .forEachHeader(
              (name, values) ->
                  headers.merge(
                      name.toLowerCase(Locale.ROOT),
                      String.join(", ", values),
                      (a, b) -> a + ", " + b));
      AbortableInputStream body = response.responseBody().orElse(null);
      if (body == null) {
        return new HttpAnswer(response.httpResponse().statusCode(), headers, "", false);
      }
      byte[] start = body.readNBytes(call.answerLimit());
      boolean cut = start.length == call.answerLimit() && body.read() >= 0;
      if (cut) {
        body.abort();
      } else {
        body.close();
      }
      return new HttpAnswer(
          response.httpResponse().statusCode(),
          headers,
          new String(start, StandardCharsets.UTF_8),
          cut);
    }
  }
}
