package io.github.dcmbulk.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Connects sockets and performs TLS handshakes, for requests and for {@link ConnectionProbe}. */
public final class SocketConnector {
  private SocketConnector() {}

  /**
   * Connects to the first address that answers.
   *
   * @param sockets makes a socket for each address that is tried
   * @throws IOException no address answers; the failure of the last one
   */
  public static <S extends Socket> S connect(
      List<InetAddress> addresses, int port, Duration timeout, Supplier<S> sockets)
      throws IOException {
    IOException last = new UnknownHostException();
    for (InetAddress address : addresses) {
      S socket = sockets.get();
      try {
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        socket.connect(new InetSocketAddress(address, port), millis(timeout));
        return socket;
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    throw last;
  }

  /**
   * Performs a handshake with TLS 1.2 or 1.3. The certificate must name the socket's host (RFC 9110
   * §4.3.4).
   *
   * @throws IOException it failed
   */
  public static void handshake(SSLSocket socket) throws IOException {
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setCipherSuites(lightestFirst(parameters.getCipherSuites()));
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
  }

  /**
   * The same cipher suites, with AES-128 before AES-256 for TLS 1.3, as in browsers: safe in
   * practice, and less CPU time on both sides. The server decides.
   */
  private static String[] lightestFirst(String[] suites) {
    return Stream.of(suites)
        .sorted(Comparator.comparing(suite -> !suite.equals("TLS_AES_128_GCM_SHA256")))
        .toArray(String[]::new);
  }

  /** A timeout for a socket: at least 1 ms, because 0 would mean none. */
  public static int millis(Duration time) {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, time.toMillis()));
  }
}
