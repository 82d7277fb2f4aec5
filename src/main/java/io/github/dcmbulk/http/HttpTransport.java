package io.github.dcmbulk.http;

import io.github.dcmbulk.http.HttpSettings.Proxy;
import io.github.dcmbulk.http.TransportException.Kind;
import io.github.dcmbulk.model.UsageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request and returns its answer, or says in one of a few ways why there is none. Never
 * retries, never follows a redirect, never lowers TLS. Safe for use by several threads; memory is
 * one buffer per request, whatever a body's length.
 */
public final class HttpTransport implements AutoCloseable {
  /** Servers that close connections sooner would not be worth keeping one to. */
  private static final Duration IDLE = Duration.ofMillis(500);

  private final HttpSettings settings;
  private final long idleNanos;
  private final Routes routes;
  private final Connector connector;
  private final Connections connections = new Connections();
  private final Watchdog watchdog = new Watchdog(connections::tidy);
  private final Buffers buffers = new Buffers();

  private HttpTransport(HttpSettings settings, Duration idle) throws UsageException {
    this.settings = settings;
    this.idleNanos = idle.toNanos();
    this.routes = new Routes(settings);
    this.connector = new Connector(settings);
  }

  /**
   * Opens a transport; no connection is made yet.
   *
   * @throws UsageException a certificate or key cannot be used
   */
  public static HttpTransport open(HttpSettings settings) throws UsageException {
    return open(settings, IDLE);
  }

  /**
   * Opens a transport.
   *
   * @param idle how long a connection waited before its server may have closed it
   */
  static HttpTransport open(HttpSettings settings, Duration idle) throws UsageException {
    return new HttpTransport(settings, idle);
  }

  /**
   * Sends the request and reads the answer.
   *
   * @throws TransportException there is no answer
   * @throws InterruptedException this thread was interrupted; the request is broken off
   */
  public HttpAnswer send(HttpCall call) throws TransportException, InterruptedException {
    try {
      return once(call);
    } catch (TransportException e) {
      if (!e.isStale() || !isRepeatable(call.body())) {
        throw e;
      }
      return once(call);
    }
  }

  /** Whether a body can be sent from its beginning again, which this makes it ready for. */
  private static boolean isRepeatable(@Nullable HttpBody body) {
    if (body != null && body.stream() instanceof ByteArrayInputStream memory) {
      memory.reset();
      return true;
    }
    return body == null;
  }

  private HttpAnswer once(HttpCall call) throws TransportException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Flight flight = new Flight(settings.connectTimeout(), settings.readTimeout());
    watchdog.add(flight);
    try {
      HttpAnswer answer = over(routes.to(call.url()), call, flight);
      if (answer.status() == 407) {
        Proxy proxy = routes.proxyFor(call.url());
        throw ProxyAnswer.of(answer).failure(call.url(), proxy != null && proxy.user() != null);
      }
      if (wantsCertificate(answer)) {
        throw new TransportException(
            Kind.TRUST,
            call.url(),
            "the server wants a client certificate",
            null,
            "give one with --client-cert and --client-key");
      }
      return answer;
    } catch (IOException | HttpException | RuntimeException e) {
      throw told(failure(call, flight, e));
    } finally {
      watchdog.remove(flight);
    }
  }

  /** nginx shakes hands without a certificate and refuses the request (ngx_http_ssl_module). */
  private static boolean wantsCertificate(HttpAnswer answer) {
    return answer.status() == 400 && answer.text().contains("No required SSL certificate was sent");
  }

  private HttpAnswer over(Route route, HttpCall call, Flight flight)
      throws IOException, HttpException, InterruptedException {
    Connection kept = connections.take(route);
    Connection connection =
        kept == null
            ? connector.connect(route, call.url(), routes.proxyFor(call.url()), flight::holds)
            : kept;
    flight.holds(() -> connection.close(CloseMode.IMMEDIATE));
    HttpBody body = call.body();
    Exchange exchange =
        new Exchange(
            call,
            connection,
            settings.userAgent(),
            proxyAuthorization(call.url()),
            body == null ? null : new BodyEntity(body, flight, buffers));
    boolean idled = kept != null && kept.idle() >= idleNanos;
    try {
      HttpAnswer answer = exchange.run();
      if (connection.isOpen()) {
        connections.give(connection);
      }
      return answer;
    } catch (IOException | HttpException | RuntimeException e) {
      TransportException failure = failure(call, flight, e);
      boolean isStale = idled && !exchange.isAnswered() && flight.brokeAtOnce();
      if (!isStale || failure.kind() != Kind.RESET) {
        throw failure;
      }
      connections.distrust(route, idleNanos);
      throw failure.onStaleConnection();
    }
  }

  /** For a proxy that reads the request; one that is tunnelled through is asked before. */
  private @Nullable String proxyAuthorization(HttpUrl url) {
    Proxy proxy = url.isSecure() ? null : routes.proxyFor(url);
    return proxy == null ? null : Tunnel.authorization(proxy);
  }

  private TransportException told(TransportException e) {
    Proxy proxy = routes.proxyFor(e.url());
    return proxy == null ? e : e.through(proxy.url());
  }

  private static TransportException failure(HttpCall call, Flight flight, Exception e)
      throws InterruptedException {
    if (e instanceof TransportException known) {
      return known;
    }
    if (Thread.interrupted()) {
      InterruptedException interrupted = new InterruptedException();
      interrupted.initCause(e);
      throw interrupted;
    }
    return flight.timedOut()
        ? new TransportException(Kind.TIMEOUT, call.url(), "no complete answer in time", e)
        : Failures.of(call.url(), e);
  }

  /** Closes all connections; requests on their way fail. */
  @Override
  public void close() {
    watchdog.close();
    connections.close();
  }
}
