package io.github.dcmbulk.http.engine;

import io.github.dcmbulk.http.ConnectTimeoutException;
import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpSettings.Proxy;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.http.Route;
import io.github.dcmbulk.http.SocketConnector;
import io.github.dcmbulk.http.TlsSetup;
import io.github.dcmbulk.http.Tunnel;
import io.github.dcmbulk.model.UsageException;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections: name, TCP, proxy if configured, TLS. Names are resolved for each connection.
 * Thread-safe.
 */
final class Connector {
  private final HttpSettings settings;
  private final SSLSocketFactory tls;
  private final Consumer<WatchedSocket> opened;

  /**
   * Prepares.
   *
   * @param opened receives each socket before it blocks, to watch its reads
   * @throws UsageException a certificate or key cannot be used
   */
  Connector(HttpSettings settings, Consumer<WatchedSocket> opened) throws UsageException {
    this.settings = settings;
    this.opened = opened;
    this.tls = TlsSetup.context(settings.tls()).getSocketFactory();
  }

  /**
   * Opens a connection.
   *
   * @param url URL of the first request
   * @param proxy the proxy; null for none
   * @param onSocket receives each socket before it blocks
   * @throws IOException no connection could be made
   */
  Connection connect(Route route, HttpUrl url, @Nullable Proxy proxy, Consumer<Closeable> onSocket)
      throws IOException {
    HttpUrl hop = proxy == null ? url : proxy.url();
    WatchedSocket plain = tcp(hop, onSocket);
    try {
      SSLSocket secure = hop.isSecure() ? secured(plain, hop) : null;
      if (proxy != null && route.isTunnelled()) {
        Socket toProxy = secure == null ? plain : secure;
        Tunnel.open(toProxy, url, proxy, settings.userAgent());
        secure = secured(toProxy, url);
      }
      return bound(route, plain, secure);
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  private Connection bound(Route route, WatchedSocket plain, @Nullable SSLSocket secure)
      throws IOException {
    plain.limitReads(settings.readTimeout());
    Connection connection = new Connection(route);
    if (secure == null) {
      connection.bind(plain);
    } else {
      connection.bind(secure, plain);
    }
    return connection;
  }

  private WatchedSocket tcp(HttpUrl hop, Consumer<Closeable> onSocket) throws IOException {
    List<InetAddress> addresses = List.of(InetAddress.getAllByName(hop.bareHost()));
    Duration timeout = settings.connectTimeout();
    try {
      return SocketConnector.connect(addresses, hop.port(), timeout, () -> socket(onSocket));
    } catch (SocketTimeoutException e) {
      throw new ConnectTimeoutException(e);
    }
  }

  /** Limits reads like the connection itself, until it is established. */
  private WatchedSocket socket(Consumer<Closeable> onSocket) {
    WatchedSocket socket = new WatchedSocket(settings.connectTimeout());
    opened.accept(socket);
    onSocket.accept(socket);
    return socket;
  }

  private SSLSocket secured(Socket socket, HttpUrl server) throws IOException {
    SSLSocket secure = (SSLSocket) tls.createSocket(socket, server.bareHost(), server.port(), true);
    SocketConnector.handshake(secure);
    return secure;
  }
}
