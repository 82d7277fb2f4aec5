package io.github.dcmbulk.http;

import io.github.dcmbulk.http.HttpSettings.Proxy;
import io.github.dcmbulk.http.TransportException.Kind;
import io.github.dcmbulk.model.UsageException;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections: name, TCP, TLS, and the way through the proxy where there is one. Names are
 * looked up anew for each. Thread-safe.
 */
final class Connector {
  private final HttpSettings settings;
  private final SSLSocketFactory tls;

  Connector(HttpSettings settings) throws UsageException {
    this.settings = settings;
    this.tls = TlsSetup.context(settings.tls()).getSocketFactory();
  }

  /**
   * Connects.
   *
   * @param url where the first request goes
   * @param proxy the way there; null for none
   * @param made hears of each socket before it may block
   */
  Connection connect(Route route, HttpUrl url, @Nullable Proxy proxy, Consumer<Closeable> made)
      throws IOException {
    HttpUrl hop = proxy == null ? url : proxy.url();
    Socket plain = tcp(hop, made);
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
    socket.setSoTimeout(millis(settings.readTimeout()));
    Connection connection = new Connection(route);
    if (secure == null) {
      connection.bind(plain);
    } else {
      connection.bind(secure, plain);
    }
    return connection;
  }

  private Socket tcp(HttpUrl hop, Consumer<Closeable> made) throws IOException {
    List<InetAddress> addresses = List.of(InetAddress.getAllByName(hop.bareHost()));
    try {
      return tcp(addresses, hop.port(), settings.connectTimeout(), made);
    } catch (SocketTimeoutException e) {
      throw new TransportException(Kind.CONNECT, hop, "no connection in time", e);
    }
  }

  /**
   * Connects to the first address that answers; reads end after the same time.
   *
   * @throws IOException none does; the last one's failure
   */
  static Socket tcp(
      List<InetAddress> addresses, int port, Duration timeout, Consumer<Closeable> made)
      throws IOException {
    IOException last = new UnknownHostException();
    for (InetAddress address : addresses) {
      Socket socket = new Socket();
      made.accept(socket);
      try {
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        socket.setSoTimeout(millis(timeout));
        socket.connect(new InetSocketAddress(address, port), millis(timeout));
        return socket;
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    throw last;
  }

  private SSLSocket secured(Socket socket, HttpUrl server) throws IOException {
    SSLSocket secure = (SSLSocket) tls.createSocket(socket, server.bareHost(), server.port(), true);
    shake(secure);
    return secure;
  }

  /** Shakes hands with whoever the certificate must name (RFC 2818 §3.1), in TLS 1.2 or 1.3. */
  static void shake(SSLSocket socket) throws IOException {
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setCipherSuites(lightestFirst(parameters.getCipherSuites()));
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
  }

  /**
   * The same cipher suites, but of TLS 1.3 the one with the shorter AES key first, as browsers
   * offer it: no less safe in practice, and less work for either end. The server decides.
   */
  private static String[] lightestFirst(String[] suites) {
    return Stream.of(suites)
        .sorted(Comparator.comparing(suite -> !suite.equals("TLS_AES_128_GCM_SHA256")))
        .toArray(String[]::new);
  }

  private static int millis(Duration time) {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, time.toMillis()));
  }
}
