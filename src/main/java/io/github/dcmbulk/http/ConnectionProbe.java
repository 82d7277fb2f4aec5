package io.github.dcmbulk.http;

import io.github.dcmbulk.http.HttpSettings.Proxy;
import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Makes the steps of a request one by one (name, connection, proxy, TLS) to find the one that
 * fails. It uses plain sockets, because the HTTP client reports too little about a failure and
 * nothing about a success; proxy rules, timeouts and trust are those of {@link HttpTransport}.
 */
public final class ConnectionProbe {
  private final HttpSettings settings;
  private final Routes routes;
  private final TlsProbe tls;

  /**
   * Prepares the probe; sends nothing.
   *
   * @throws UsageException a certificate or key cannot be used
   */
  public ConnectionProbe(HttpSettings settings) throws UsageException {
    this.settings = settings;
    this.routes = new Routes(settings);
    this.tls = new TlsProbe(settings.tls());
  }

  /** A connection that was made, with its duration in milliseconds. */
  public record Connected(InetAddress address, long millis) {}

  /** The proxy for that URL; null for none. */
  public @Nullable HttpUrl proxyFor(HttpUrl url) {
    Proxy proxy = routes.proxyFor(url);
    return proxy == null ? null : proxy.url();
  }

  /** Whether a proxy user is configured for that URL. */
  public boolean hasProxyUser(HttpUrl url) {
    Proxy proxy = routes.proxyFor(url);
    return proxy != null && proxy.user() != null;
  }

  /**
   * Resolves the host's addresses.
   *
   * @throws UnknownHostException its name does not resolve
   */
  public List<InetAddress> resolve(HttpUrl url) throws UnknownHostException {
    return List.of(InetAddress.getAllByName(url.bareHost()));
  }

  /**
   * Connects to the first address that answers.
   *
   * @throws IOException no address answers; the failure of the last one
   */
  public Connected connect(HttpUrl url) throws IOException {
    long begun = System.nanoTime();
    try (Socket socket = open(url)) {
      return new Connected(socket.getInetAddress(), (System.nanoTime() - begun) / 1_000_000);
    }
  }

  /**
   * Asks the proxy to connect to a host (CONNECT), as a request over TLS does.
   *
   * @throws IOException the proxy does not answer
   * @throws UsageException the certificates of the settings cannot be used (exit 2)
   */
  public ProxyAnswer askProxy(HttpUrl url) throws IOException, UsageException {
    try (Socket socket = toProxy(url)) {
      return tunnel(socket, url);
    }
  }

  /**
   * Performs a TLS handshake with the server, through the proxy where one is configured.
   *
   * @throws IOException no connection could be made
   * @throws UsageException the certificates of the settings cannot be used (exit 2)
   */
  public TlsReport handshake(HttpUrl url) throws IOException, UsageException {
    try (Socket socket = way(url)) {
      TlsProbe.Shaken shaken = tls.shake(socket, url.bareHost(), url.port());
      if (shaken.socket() != null) {
        shaken.socket().close();
      }
      return shaken.report();
    }
  }

  private Socket way(HttpUrl url) throws IOException, UsageException {
    if (proxyFor(url) == null) {
      return open(url);
    }
    Socket socket = toProxy(url);
    ProxyAnswer answer = tunnel(socket, url);
    if (!answer.isOpen()) {
      socket.close();
      throw new IOException("the proxy answered " + answer.status());
    }
    return socket;
  }

  private Socket toProxy(HttpUrl url) throws IOException, UsageException {
    HttpUrl proxy = proxy(url).url();
    Socket socket = open(proxy);
    if (!proxy.isSecure()) {
      return socket;
    }
    TlsProbe.Shaken shaken = tls.shake(socket, proxy.bareHost(), proxy.port());
    SSLSocket secure = shaken.socket();
    if (secure == null || shaken.report().problem() != TlsReport.Problem.NONE) {
      socket.close();
      throw new IOException("the proxy's TLS: " + shaken.report().problem());
    }
    return secure;
  }

  private Proxy proxy(HttpUrl url) {
    Proxy proxy = routes.proxyFor(url);
    if (proxy == null) {
      throw new IllegalStateException("there is no proxy");
    }
    return proxy;
  }

  private Socket open(HttpUrl url) throws IOException {
    Duration timeout = settings.connectTimeout();
    Socket socket = SocketConnector.connect(resolve(url), url.port(), timeout, Socket::new);
    try {
      socket.setSoTimeout(SocketConnector.millis(timeout));
    } catch (SocketException e) {
      socket.close();
      throw e;
    }
    return socket;
  }

  private ProxyAnswer tunnel(Socket socket, HttpUrl url) throws IOException {
    return Tunnel.ask(socket, url, proxy(url), settings.userAgent());
  }
}
