package io.github.dcmbulk.http.engine;

import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpSettings.Proxy;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.http.Route;
import io.github.dcmbulk.http.Routes;
import io.github.dcmbulk.http.Tunnel;
import io.github.dcmbulk.model.UsageException;
import java.time.Duration;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * An HTTP/1.1 client made of HttpCore's connections. Sends URL and headers byte for byte, and a
 * small body in one system call with its head; has no retries, redirects or cookies. Thread-safe.
 */
final class HttpCoreClient implements SdkHttpClient {
  private final long idleNanos;
  private final Routes routes;
  private final Connector connector;
  private final ConnectionPool pool = new ConnectionPool();

  /**
   * Prepares the client; opens no connection.
   *
   * @param idle idle time after which a server may have closed a connection
   * @throws UsageException a certificate or key cannot be used
   */
  HttpCoreClient(HttpSettings settings, Duration idle) throws UsageException {
    this.idleNanos = idle.toNanos();
    this.routes = new Routes(settings);
    this.connector = new Connector(settings, pool::watch);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest execution) {
    SdkHttpRequest head = execution.httpRequest();
    HttpUrl server = HttpUrl.origin(head.protocol(), head.host(), head.port());
    Proxy proxy = routes.proxyFor(server);
    Route route = new Route(server.isSecure(), server.host(), server.port(), proxy != null);
    // A proxy that reads the request needs the absolute URL (RFC 9112 §3.2.2).
    Proxy reader = route.isTunnelled() ? null : proxy;
    String target = (reader == null ? "" : server) + target(head);
    ClassicHttpRequest request =
        new BasicClassicHttpRequest(head.method().name(), null, null, target);
    addHeaders(request, head, server);
    String authorization = reader == null ? null : Tunnel.authorization(reader);
    if (authorization != null) {
      request.addHeader("Proxy-Authorization", authorization);
    }
    ContentStreamProvider body = execution.contentStreamProvider().orElse(null);
    if (body != null) {
      request.setEntity(new BodyEntity(body, bodyLength(request)));
    }
    return new Exchange(
        route,
        request,
        pool,
        idleNanos,
        onSocket -> connector.connect(route, server, proxy, onSocket));
  }

  private static void addHeaders(ClassicHttpRequest request, SdkHttpRequest head, HttpUrl server) {
    head.forEachHeader(
        (name, values) -> {
          for (String value : values) {
            request.addHeader(name, value);
          }
        });
    if (request.getFirstHeader("Host") == null) {
      request.addHeader("Host", server.authority());
    }
    request.addHeader("Connection", "keep-alive");
  }

  /** The announced length; -1 for a chunked body. */
  private static long bodyLength(ClassicHttpRequest request) {
    Header length = request.getFirstHeader("Content-Length");
    if (length == null) {
      request.addHeader("Transfer-Encoding", "chunked");
      return -1;
    }
    return Long.parseLong(length.getValue());
  }

  /** Path and query, unchanged. */
  private static String target(SdkHttpRequest head) {
    String path = head.encodedPath().isEmpty() ? "/" : head.encodedPath();
    return head.encodedQueryParameters().map(query -> path + "?" + query).orElse(path);
  }

  /** Closes connections that were idle, or are waited for, for too long. */
  void closeOverdue() {
    pool.checkReads();
    pool.evictSpent();
  }

  @Override
  public String clientName() {
    return "dcmbulk";
  }

  @Override
  public void close() {
    pool.close();
  }
}
