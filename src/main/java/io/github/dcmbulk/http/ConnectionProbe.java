package io.github.dcmbulk.http;

import io.github.dcmbulk.http.HttpSettings.Proxy;
import io.github.dcmbulk.model.Secret;
import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Goes the way of a request step by step (name, connection, proxy, TLS) to tell where it ends. Made
 * of plain sockets, because the HTTP client tells of a failure too little and of a success nothing;
 * proxy rules, time-outs and trust are those of {@link HttpTransport}.
 */
public final class ConnectionProbe {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})\\b.*");
  private static final int LONGEST_HEAD = 16 * 1024;

  private final HttpSettings settings;
  private final Routes routes;
  private final TlsProbe tls;

  /**
   * Prepares to look; nothing is sent yet.
   *
   * @throws UsageException a certificate or key cannot be used
   */
  public ConnectionProbe(HttpSettings settings) throws UsageException {
    this.settings = settings;
    this.routes = new Routes(settings.proxy());
    this.tls = new TlsProbe(settings.tls());
  }

  /** A connection that was made. */
  public record Connected(InetAddress address, long millis) {}

  /** The proxy on the way to that URL; null for none. */
  public @Nullable HttpUrl proxyFor(HttpUrl url) {
    Proxy proxy = settings.proxy();
    return proxy != null && routes.isProxied(url) ? proxy.url() : null;
  }

  /** Whether a user is named to the proxy. */
  public boolean hasProxyUser() {
    Proxy proxy = settings.proxy();
    return proxy != null && proxy.user() != null;
  }

  /**
   * The host's addresses.
   *
   * @throws UnknownHostException its name does not resolve
   */
  public List<InetAddress> resolve(HttpUrl url) throws UnknownHostException {
    return List.of(InetAddress.getAllByName(bare(url)));
  }

  /**
   * Connects to the first address that answers.
   *
   * @throws IOException none does; the last one's failure
   */
  public Connected connect(HttpUrl url) throws IOException {
    long begun = System.nanoTime();
    try (Socket socket = open(url)) {
      return new Connected(socket.getInetAddress(), (System.nanoTime() - begun) / 1_000_000);
    }
  }

  /**
   * Asks the proxy for a way to a host, as a request over TLS does.
   *
   * @return the HTTP status of its answer; 0 when the answer is not HTTP
   * @throws IOException it does not answer
   */
  public int askProxy(HttpUrl url) throws IOException, UsageException {
    try (Socket socket = toProxy()) {
      return tunnel(socket, url);
    }
  }

  /** Shakes hands with the server, through the proxy where there is one. */
  public TlsReport handshake(HttpUrl url) throws IOException, UsageException {
    try (Socket socket = way(url)) {
      TlsProbe.Shaken shaken = tls.shake(socket, bare(url), url.port());
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
    Socket socket = toProxy();
    int status = tunnel(socket, url);
    if (status != 200) {
      socket.close();
      throw new IOException("the proxy answered " + status);
    }
    return socket;
  }

  private Socket toProxy() throws IOException, UsageException {
    HttpUrl proxy = proxy().url();
    Socket socket = open(proxy);
    if (!proxy.isSecure()) {
      return socket;
    }
    TlsProbe.Shaken shaken = tls.shake(socket, bare(proxy), proxy.port());
    SSLSocket secure = shaken.socket();
    if (secure == null || shaken.report().problem() != TlsReport.Problem.NONE) {
      socket.close();
      throw new IOException("the proxy's TLS: " + shaken.report().problem());
    }
    return secure;
  }

  private Proxy proxy() {
    Proxy proxy = settings.proxy();
    if (proxy == null) {
      throw new IllegalStateException("there is no proxy");
    }
    return proxy;
  }

  private Socket open(HttpUrl url) throws IOException {
    IOException last = new UnknownHostException(url.host());
    for (InetAddress address : resolve(url)) {
      Socket socket = new Socket();
      try {
        socket.connect(
            new InetSocketAddress(address, url.port()), (int) settings.connectTimeout().toMillis());
        socket.setSoTimeout((int) settings.connectTimeout().toMillis());
        return socket;
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    throw last;
  }

  private int tunnel(Socket socket, HttpUrl url) throws IOException {
    StringBuilder request = new StringBuilder();
    String authority = url.host() + ":" + url.port();
    request.append("CONNECT ").append(authority).append(" HTTP/1.1\r\nHost: ").append(authority);
    request.append("\r\n");
    Proxy proxy = proxy();
    if (proxy.user() != null) {
      Secret password = proxy.password();
      String pair = proxy.user() + ":" + (password == null ? "" : password.reveal());
      String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
      request.append("Proxy-Authorization: Basic ").append(basic).append("\r\n");
    }
    socket
        .getOutputStream()
        .write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    Matcher status = STATUS.matcher(head(socket.getInputStream()));
    return status.lookingAt() ? Integer.parseInt(status.group(1)) : 0;
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

  /** The host without the brackets of an IPv6 address. */
  private static String bare(HttpUrl url) {
    String host = url.host();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
