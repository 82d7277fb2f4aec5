package io.github.dcmbulk.http.engine;

import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpSettings.Proxy;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.http.Routes;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * A client of the SDK with dcmbulk's rules: {@link Routes} decides which host is reached through
 * which proxy, so there is one client for each proxy, and exceptions are those of Java's library.
 * Thread-safe.
 */
final class ForeignClient implements SdkHttpClient {
  /** Creates a client. */
  @FunctionalInterface
  interface Maker {
    /** A client that uses that proxy and no other, whatever the environment has. */
    SdkHttpClient open(@Nullable Proxy proxy);
  }

  /** Translates exceptions. */
  @FunctionalInterface
  interface Translator {
    /** The failure as an exception of Java's library. */
    IOException translated(Exception e);
  }

  private final Routes routes;
  private final Maker maker;
  private final Translator failures;
  private final Map<Optional<Proxy>, SdkHttpClient> clients = new ConcurrentHashMap<>();

  ForeignClient(HttpSettings settings, Maker maker, Translator failures) {
    this.routes = new Routes(settings);
    this.maker = maker;
    this.failures = failures;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest execution) {
    SdkHttpRequest head = execution.httpRequest();
    HttpUrl server = HttpUrl.origin(head.protocol(), head.host(), head.port());
    Optional<Proxy> proxy = Optional.ofNullable(routes.proxyFor(server));
    SdkHttpClient client = clients.computeIfAbsent(proxy, there -> maker.open(there.orElse(null)));
    return new Request(client.prepareRequest(execution));
  }

  /** A request whose failures are translated. */
  private final class Request implements ExecutableHttpRequest {
    private final ExecutableHttpRequest request;
    private volatile boolean aborted;

    Request(ExecutableHttpRequest request) {
      this.request = request;
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
      if (aborted) {
        throw new SocketException("aborted before it was sent");
      }
      HttpExecuteResponse response;
      try {
        response = request.call();
      } catch (IOException | RuntimeException e) {
        throw failures.translated(e);
      }
      AbortableInputStream body = response.responseBody().orElse(null);
      return body == null
          ? response
          : HttpExecuteResponse.builder()
              .response(response.httpResponse())
              .responseBody(AbortableInputStream.create(new Body(body), body))
              .build();
    }

    @Override
    public void abort() {
      aborted = true;
      request.abort();
    }
  }

  /** An answer's body whose failures are translated. */
  private final class Body extends FilterInputStream {
    Body(InputStream bytes) {
      super(bytes);
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (IOException | RuntimeException e) {
        throw failures.translated(e);
      }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        return super.read(into, offset, length);
      } catch (IOException | RuntimeException e) {
        throw failures.translated(e);
      }
    }
  }

  @Override
  public void close() {
    clients.values().forEach(SdkHttpClient::close);
  }
}
