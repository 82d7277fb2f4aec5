package io.github.dcmbulk.http;

import io.github.dcmbulk.http.HttpSettings.Proxy;
import io.github.dcmbulk.http.TransportException.Kind;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Sends one request through an HTTP client with the AWS SDK's interface, and returns its answer or
 * a classified failure. It contains the rules that are the same for every client: how long a
 * request may take, how much of an answer is read, and how a failure is classified. It follows no
 * redirect and never weakens TLS. Safe for several threads; memory is one buffer for each request,
 * whatever the length of its body.
 */
public final class HttpTransport implements AutoCloseable {
  private final HttpSettings settings;
  private final SdkHttpClient client;
  private final Routes routes;
  private final Watchdog watchdog;
  private final Buffers buffers = new Buffers();

  /**
   * Uses that client; opens no connection.
   *
   * @param client the client; closed with the transport
   * @param closeOverdue closes connections of the client that were idle, or do not answer, for too
   *     long; called several times a second
   */
  public HttpTransport(HttpSettings settings, SdkHttpClient client, Runnable closeOverdue) {
    this.settings = settings;
    this.client = client;
    this.routes = new Routes(settings);
    this.watchdog = new Watchdog(closeOverdue);
  }

  /**
   * Sends the request and reads the answer.
   *
   * @throws TransportException no answer was received
   * @throws InterruptedException the thread was interrupted; the request is aborted
   */
  public HttpAnswer send(HttpCall call) throws TransportException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    RequestDeadline deadline =
        new RequestDeadline(settings.connectTimeout(), settings.readTimeout());
    HttpBody carried = call.body();
    try (SentBody body = carried == null ? null : new SentBody(carried, deadline, buffers)) {
      ExecutableHttpRequest request = client.prepareRequest(execution(call, body));
      deadline.watch(request);
      watchdog.add(deadline);
      return accepted(call, read(call, request.call()));
    } catch (IOException | RuntimeException e) {
      throw failure(call, deadline, e);
    } finally {
      watchdog.remove(deadline);
    }
  }

  private HttpExecuteRequest execution(HttpCall call, @Nullable SentBody body) {
    HttpExecuteRequest.Builder execution =
        HttpExecuteRequest.builder().request(new CallRequest(call, settings.userAgent()));
    return body == null ? execution.build() : execution.contentStreamProvider(body).build();
  }

  private static HttpAnswer read(HttpCall call, HttpExecuteResponse response) throws IOException {
    SdkHttpResponse head = response.httpResponse();
    HttpAnswer.Headers headers = head::matchingHeaders;
    AbortableInputStream body = response.responseBody().orElse(null);
    if (body == null) {
      return new HttpAnswer(head.statusCode(), headers, "", false);
    }
    boolean whole = false;
    try {
      String coding = head.firstMatchingHeader("Content-Encoding").orElse(null);
      InputStream text = AnswerText.decompressed(body, coding);
      int most = coding == null ? mostBytes(head, call.answerLimit()) : call.answerLimit();
      byte[] start = text.readNBytes(most);
      whole = start.length < most || text.read() < 0;
      String type = head.firstMatchingHeader("Content-Type").orElse(null);
      return new HttpAnswer(head.statusCode(), headers, AnswerText.decoded(start, type), !whole);
    } finally {
      if (whole) {
        body.close();
      } else {
        body.abort();
      }
    }
  }

  /**
   * How many bytes to request: one more than the announced length, to find the end. A buffer of
   * that size is made for them, and most answers are far shorter than the limit.
   */
  private static int mostBytes(SdkHttpResponse head, int limit) {
    String length = head.firstMatchingHeader("Content-Length").orElse("");
    try {
      return (int) Math.max(1, 1 + Math.min(limit - 1, Long.parseLong(length)));
    } catch (NumberFormatException e) {
      return limit;
    }
  }

  /** The answer, unless it comes from a proxy that refuses, or asks for a client certificate. */
  private HttpAnswer accepted(HttpCall call, HttpAnswer answer) throws TransportException {
    if (answer.status() == 407) {
      Proxy proxy = routes.proxyFor(call.url());
      throw ProxyAnswer.of(answer).failure(call.url(), proxy != null && proxy.user() != null);
    }
    if (wantsCertificate(answer)) {
      throw new TransportException(
          Kind.TRUST,
          call.url(),
          "the server requires a client certificate",
          null,
          "give one with --client-cert and --client-key");
    }
    return answer;
  }

  /**
   * nginx completes the handshake without a certificate and refuses the request
   * (ngx_http_ssl_module).
   */
  private static boolean wantsCertificate(HttpAnswer answer) {
    return answer.status() == 400 && answer.text().contains("No required SSL certificate was sent");
  }

  private TransportException failure(HttpCall call, RequestDeadline deadline, Exception e)
      throws InterruptedException {
    if (Thread.interrupted()) {
      InterruptedException interrupted = new InterruptedException();
      interrupted.initCause(e);
      throw interrupted;
    }
    Proxy proxy = routes.proxyFor(call.url());
    TransportException failure = classified(call, deadline, e);
    return proxy == null ? failure : failure.through(proxy.url());
  }

  private static TransportException classified(
      HttpCall call, RequestDeadline deadline, Exception e) {
    if (e instanceof TransportException known) {
      return known;
    }
    return deadline.timedOut()
        ? new TransportException(Kind.TIMEOUT, call.url(), "no complete answer in time", e)
        : TransportFailureClassifier.of(call.url(), e);
  }

  /** Closes all connections; requests in progress fail. */
  @Override
  public void close() {
    watchdog.close();
    client.close();
  }
}
