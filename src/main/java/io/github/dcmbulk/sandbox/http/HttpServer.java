package io.github.dcmbulk.sandbox.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP/1.1 on one loopback port, optionally over TLS, with a thread for each connection. Apache
 * HttpCore parses and writes the messages; the loop is not HttpCore's, because faults need access
 * that its server does not give: to answer before the body is read, not to answer, and to reset a
 * connection.
 */
public final class HttpServer implements AutoCloseable {
  /** Answers one request. An {@link IOException} means that the client has disconnected. */
  public interface Handler {
    /**
     * Answers a request.
     *
     * @throws IOException the client has closed the connection
     */
    Reply handle(RequestExchange exchange) throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final int BACKLOG = 1024;
  private static final int BUFFER_BYTES = 64 * 1024;

  /**
   * Bytes. An unread body up to this size is read to keep the connection; otherwise it is closed.
   */
  private static final long WORTH_READING = 64 * 1024;

  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int LINGER_MILLIS = 500;

  private static final Http1Config LIMITS =
      Http1Config.custom()
          .setBufferSize(16 * 1024)
          .setMaxLineLength(32 * 1024)
          .setMaxHeaderCount(200)
          .build();

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Clock clock;
  private final String scheme;
  private final ServerSocket listener;
  private final ExecutorService threads;
  private volatile @Nullable Stamp stamp;
  private final Set<DefaultBHttpServerConnection> open = ConcurrentHashMap.newKeySet();

  /**
   * Opens the port; requests are answered after {@link #start}.
   *
   * @param port 0 for any free port
   * @param certificate certificate for TLS; null for plain HTTP
   * @throws IOException the port is in use, or the certificate cannot be used
   */
  public HttpServer(int port, @Nullable ServerCertificate certificate, Clock clock)
      throws IOException {
    this.clock = clock;
    this.scheme = certificate == null ? "http" : "https";
    ServerSocketFactory sockets =
        certificate == null ? ServerSocketFactory.getDefault() : certificate.sockets();
    this.listener = sockets.createServerSocket();
    listener.setReuseAddress(true);
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    AtomicInteger count = new AtomicInteger();
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "sandbox-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The port. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Scheme, host and port of its URLs: {@code http://127.0.0.1:8080}. */
  public String origin() {
    return scheme + "://" + listener.getInetAddress().getHostAddress() + ":" + port();
  }

  /** Starts to answer requests. */
  public void start(Handler handler) {
    threads.execute(() -> accept(handler));
  }

  private void accept(Handler handler) {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        threads.execute(() -> serve(socket, handler));
      } catch (IOException e) {
        // The port was closed, or one client failed to connect: the loop's condition decides.
      }
    }
  }

  private void serve(Socket socket, Handler handler) {
    DefaultBHttpServerConnection connection = new DefaultBHttpServerConnection(scheme, LIMITS);
    byte[] buffer = new byte[BUFFER_BYTES];
    open.add(connection);
    try {
      socket.setTcpNoDelay(true);
      connection.bind(socket);
      while (!listener.isClosed() && exchange(connection, socket, buffer, handler)) {
        // One request after the other.
      }
      connection.close(CloseMode.GRACEFUL);
    } catch (HttpException e) {
      refuse(connection, socket, buffer);
    } catch (IOException e) {
      // The client has disconnected.
    } finally {
      connection.close(CloseMode.IMMEDIATE);
      open.remove(connection);
    }
  }

  private boolean exchange(
      DefaultBHttpServerConnection connection, Socket socket, byte[] buffer, Handler handler)
      throws HttpException, IOException {
    ClassicHttpRequest request = connection.receiveRequestHeader();
    if (request == null) {
      return false;
    }
    connection.receiveRequestEntity(request);
    RequestExchange exchange = new RequestExchange(connection, request, buffer);
    Reply reply = answer(exchange, handler);
    if (reply.connectionEnd() == Reply.ConnectionEnd.RESET) {
      connection.close(CloseMode.IMMEDIATE);
      return false;
    }
    boolean keep = reply.connectionEnd() == Reply.ConnectionEnd.KEEP && staysOpen(request);
    if (exchange.bodyUnread()) {
      if (exchange.awaitsContinue() || exchange.contentLength() > WORTH_READING) {
        keep = false;
      } else {
        exchange.discardBody();
      }
    }
    send(connection, reply, keep, request.getMethod().equals("HEAD"));
    if (!keep) {
      linger(socket, buffer);
    }
    return keep;
  }

  /** An error of the sandbox itself must not look like a fault of the network. */
  private static Reply answer(RequestExchange exchange, Handler handler) throws IOException {
    try {
      return handler.handle(exchange);
    } catch (RuntimeException e) {
      LOG.error("the sandbox failed at a request", e);
      return Reply.of(500, "text/plain", "Internal Server Error\n").closing();
    }
  }

  /** The time in the format of RFC 9110 §5.6.7, computed once a second. */
  private String date() {
    Instant second = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Stamp last = stamp;
    if (last == null || !last.second.equals(second)) {
      last = new Stamp(second, HTTP_DATE.format(second));
      stamp = last;
    }
    return last.text;
  }

  private record Stamp(Instant second, String text) {}

  private static boolean staysOpen(ClassicHttpRequest request) {
    Header connection = request.getFirstHeader("Connection");
    String requested = connection == null ? "" : connection.getValue();
    boolean old =
        request.getVersion() != null && request.getVersion().lessEquals(HttpVersion.HTTP_1_0);
    return old ? requested.equalsIgnoreCase("keep-alive") : !requested.equalsIgnoreCase("close");
  }

  private void send(
      DefaultBHttpServerConnection connection, Reply reply, boolean keep, boolean headOnly)
      throws HttpException, IOException {
    ClassicHttpResponse response = new BasicClassicHttpResponse(reply.status());
    response.addHeader("Date", date());
    response.addHeader("Server", "dcmbulk-sandbox");
    for (Map.Entry<String, String> header : reply.headers()) {
      response.addHeader(header.getKey(), header.getValue());
    }
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    response.addHeader("Content-Length", Integer.toString(body.length));
    response.addHeader("Connection", keep ? "keep-alive" : "close");
    connection.sendResponseHeader(response);
    if (!headOnly) {
      response.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_OCTET_STREAM));
      connection.sendResponseEntity(response);
    }
    connection.flush();
  }

  /**
   * Reads what the client is still sending, for a short time: closing with unread bytes would reset
   * the connection, and the client might not receive the answer (RFC 9112 §9.6).
   */
  private static void linger(Socket socket, byte[] buffer) throws IOException {
    socket.shutdownOutput();
    socket.setSoTimeout(LINGER_MILLIS);
    InputStream in = socket.getInputStream();
    long end = System.nanoTime() + LINGER_NANOS;
    while (System.nanoTime() < end && in.read(buffer) >= 0) {
      // The connection is closed in any case.
    }
  }

  private void refuse(DefaultBHttpServerConnection connection, Socket socket, byte[] buffer) {
    try {
      Reply reply = Reply.of(400, "text/plain", "This is not HTTP/1.1.\n");
      send(connection, reply, false, false);
      linger(socket, buffer);
      connection.close(CloseMode.GRACEFUL);
    } catch (HttpException | IOException e) {
      // The client has disconnected.
    }
  }

  /** Closes the port and all connections. */
  @Override
  public void close() throws IOException {
    listener.close();
    for (DefaultBHttpServerConnection connection : open) {
      connection.close(CloseMode.IMMEDIATE);
    }
    threads.shutdown();
    try {
      threads.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
