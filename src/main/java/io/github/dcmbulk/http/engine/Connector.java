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

  Connector(HttpSettings settings) throws UsageException {
    this.settings = settings;
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
    Socket plain = tcp(hop, onSocket);
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

  private Connection bound(Route route, Socket plain, @Nullable SSLSocket secure)
      throws IOException {
    Socket socket = secure == null ? plain : secure;
    // ReadTimeout limits reads from now on.
    socket.setSoTimeout(0);
    Connection connection = new Connection(route, settings.readTimeout());
    if (secure == null) {
      connection.bind(plain);
    } else {
      connection.bind(secure, plain);
    }
    return connection;
  }

  private Socket tcp(HttpUrl hop, Consumer<Closeable> onSocket) throws IOException {
    List<InetAddress> addresses = List.of(InetAddress.getAllByName(hop.bareHost()));
    try {
      return SocketConnector.connect(addresses, hop.port(), settings.connectTimeout(), onSocket);
    } catch (SocketTimeoutException e) {
      throw new ConnectTimeoutException(e);
    }
  }

  private SSLSocket secured(Socket socket, HttpUrl server) throws IOException {
    SSLSocket secure = (SSLSocket) tls.createSocket(socket, server.bareHost(), server.port(), true);
    SocketConnector.handshake(secure);
    return secure;
  }
}
