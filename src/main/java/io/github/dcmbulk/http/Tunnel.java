package io.github.dcmbulk.http;

import io.github.dcmbulk.http.HttpSettings.Proxy;
import io.github.dcmbulk.http.TransportException.Kind;
import io.github.dcmbulk.model.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A way through a proxy that the proxy cannot look into (CONNECT, RFC 9110 §9.3.6). */
final class Tunnel {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})\\b.*");
  private static final int LONGEST_HEAD = 16 * 1024;

  private Tunnel() {}

  /**
   * Asks the proxy for a way to the URL's host.
   *
   * @param socket to the proxy; leads to the host on return
   * @throws TransportException it gives none
   */
  static void open(Socket socket, HttpUrl url, Proxy proxy, String userAgent) throws IOException {
    int status = ask(socket, url, proxy, userAgent);
    if (isOpen(status)) {
      return;
    }
    if (status == 0) {
      throw new TransportException(Kind.PROXY, url, "the proxy's answer is not HTTP", null);
    }
    if (status == 407) {
      throw unauthorized(url);
    }
    if (status >= 500) {
      // Squid and its like say so when the host cannot be found or does not answer.
      throw new TransportException(
          Kind.CONNECT, url, "it cannot reach " + url + " (" + status + ")", null);
    }
    throw new TransportException(
        Kind.PROXY,
        url,
        "the proxy refuses the way there (" + status + ")",
        null,
        "have it allow CONNECT to port " + url.port() + " of " + url.host());
  }

  static boolean isOpen(int status) {
    return status >= 200 && status < 300;
  }

  static TransportException unauthorized(HttpUrl url) {
    return new TransportException(Kind.PROXY, url, "the proxy wants other credentials (407)", null);
  }

  /** The status of the proxy's answer; 0 when it is not HTTP. */
  static int ask(Socket socket, HttpUrl url, Proxy proxy, String userAgent) throws IOException {
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
    Matcher status = STATUS.matcher(head(socket.getInputStream()));
    return status.lookingAt() ? Integer.parseInt(status.group(1)) : 0;
  }

  /** Credentials of RFC 7617, sent without being asked for; null for none. */
  static @Nullable String authorization(Proxy proxy) {
    if (proxy.user() == null) {
      return null;
    }
    Secret password = proxy.password();
    String pair = proxy.user() + ":" + (password == null ? "" : password.reveal());
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** Byte by byte: what follows the empty line belongs to the tunnel. */
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
