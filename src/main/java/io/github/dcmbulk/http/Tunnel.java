package io.github.dcmbulk.http;

import io.github.dcmbulk.http.HttpSettings.Proxy;
import io.github.dcmbulk.model.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A connection through a proxy that the proxy cannot read (CONNECT, RFC 9110 §9.3.6). */
public final class Tunnel {
  private static final int LONGEST_HEAD = 16 * 1024;

  private Tunnel() {}

  /**
   * Asks the proxy to connect to the URL's host.
   *
   * @param socket a connection to the proxy; connected to the host on return
   * @throws TransportException the proxy refuses
   * @throws IOException no answer was received
   */
  public static void open(Socket socket, HttpUrl url, Proxy proxy, String userAgent)
      throws IOException {
    ProxyAnswer answer = ask(socket, url, proxy, userAgent);
    if (!answer.isOpen()) {
      throw answer.failure(url, proxy.user() != null);
    }
  }

  /**
   * Sends CONNECT and returns the answer; after success the socket is connected to the URL's host.
   */
  static ProxyAnswer ask(Socket socket, HttpUrl url, Proxy proxy, String userAgent)
      throws IOException {
    String authority = url.host() + ":" + url.port();
    StringBuilder request = new StringBuilder();
    request.append("CONNECT ").append(authority).append(" HTTP/1.1\r\nHost: ").append(authority);
    request.append("\r\nUser-Agent: ").append(userAgent).append("\r\n");
    String authorization = authorization(proxy);
    if (authorization != null) {
      request.append("Proxy-Authorization: ").append(authorization).append("\r\n");
    }
    byte[] bytes = request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return ProxyAnswer.parse(head(socket.getInputStream()));
  }

  /** Credentials for Basic authentication (RFC 7617), sent without a challenge; null for none. */
  public static @Nullable String authorization(Proxy proxy) {
    if (proxy.user() == null) {
      return null;
    }
    Secret password = proxy.password();
    String pair = proxy.user() + ":" + (password == null ? "" : password.reveal());
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads byte by byte: what follows the empty line belongs to the tunnel. */
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < LONGEST_HEAD && head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        break;
      }
      head.append((char) b);
    }
    return head.toString();
  }
}
