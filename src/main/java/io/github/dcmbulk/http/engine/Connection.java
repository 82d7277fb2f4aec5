package io.github.dcmbulk.http.engine;

import io.github.dcmbulk.http.Route;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HeaderElement;
import org.apache.hc.core5.http.HeaderElements;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.jspecify.annotations.Nullable;

/** A connection to one server, for one request after the other. Used by one thread at a time. */
final class Connection extends DefaultBHttpClientConnection {
  /** Bytes. A body up to this length is sent with its head in one system call. */
  private static final int WITH_HEAD = 48 * 1024;

  /** Bytes of the buffer for each direction; a socket accepts as much in one call. */
  private static final int BUFFER = 64 * 1024;

  /** Characters of a header line: as curl, which accepts what gateways and portals add. */
  private static final int LONGEST_LINE = 100 * 1024;

  private static final int MOST_HEADERS = 1000;

  private static final Http1Config CONFIG =
      Http1Config.custom()
          .setBufferSize(BUFFER)
          .setChunkSizeHint(WITH_HEAD)
          .setMaxLineLength(LONGEST_LINE)
          .setMaxHeaderCount(MOST_HEADERS)
          .build();
  private static final HttpRequestExecutor EXECUTOR =
      new HttpRequestExecutor(CONFIG, Connection::isKept, null);
  private static final long UNLIMITED = Long.MAX_VALUE;

  private final Route route;
  private final HttpCoreContext context = HttpCoreContext.create();
  private final long opened = System.nanoTime();
  private long lastUsed = opened;
  private long keptByServer = UNLIMITED;

  /** Not connected yet. */
  Connection(Route route) {
    // The parser does not take the limits from the connection.
    super(CONFIG, null, null, null, null, null, unlimited -> new AnswerHeadParser(CONFIG));
    this.route = route;
  }

  /** TLS over that connection. */
  void bind(SSLSocket secure, WatchedSocket plain) throws IOException {
    bind(
        new SocketHolder(secure, plain) {
          @Override
          protected OutputStream getOutputStream(Socket socket) throws IOException {
            return plain.getOutputStream().together(super.getOutputStream(socket));
          }
        });
  }

  Route route() {
    return route;
  }

  /** Nanoseconds since it was opened. */
  long age() {
    return System.nanoTime() - opened;
  }

  /** Nanoseconds since its last answer. */
  long idle() {
    return System.nanoTime() - lastUsed;
  }

  /**
   * Whether the time has passed after which the server closes it (Keep-Alive, RFC 2068 §19.7.1.1).
   */
  boolean isOverdue() {
    return idle() >= keptByServer;
  }

  /** Sends the request and reads the head of its answer. */
  ClassicHttpResponse execute(ClassicHttpRequest request) throws IOException, HttpException {
    return EXECUTOR.execute(request, this, context);
  }

  /** Called when the answer was read completely; returns whether another request may use it. */
  boolean isReusable(ClassicHttpRequest request, ClassicHttpResponse response) throws IOException {
    lastUsed = System.nanoTime();
    keptByServer = keptByServer(response);
    return EXECUTOR.keepAlive(request, response, this, context);
  }

  /**
   * Whether the connection stays open after that answer. HttpCore's rule parses several headers; an
   * answer of the usual form, of a known length and for a connection that is kept, needs less.
   */
  private static boolean isKept(HttpRequest request, HttpResponse response, HttpContext context) {
    boolean isUsual =
        response.getCode() == HttpStatus.SC_OK
            && response.countHeaders(HttpHeaders.CONTENT_LENGTH) == 1
            && response.countHeaders(HttpHeaders.CONNECTION) == 1
            && !response.containsHeader(HttpHeaders.TRANSFER_ENCODING)
            && HeaderElements.KEEP_ALIVE.equalsIgnoreCase(
                response.getFirstHeader(HttpHeaders.CONNECTION).getValue());
    return isUsual || DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context);
  }

  private static long keptByServer(ClassicHttpResponse response) {
    if (!response.containsHeader(HttpHeaders.KEEP_ALIVE)) {
      return UNLIMITED;
    }
    Iterator<HeaderElement> elements = MessageSupport.iterate(response, "Keep-Alive");
    while (elements.hasNext()) {
      HeaderElement element = elements.next();
      if (element.getName().equalsIgnoreCase("timeout")) {
        return nanos(element.getValue());
      }
    }
    return UNLIMITED;
  }

  private static long nanos(@Nullable String seconds) {
    try {
      return TimeUnit.SECONDS.toNanos(Integer.parseInt(String.valueOf(seconds)));
    } catch (NumberFormatException e) {
      return UNLIMITED;
    }
  }
}
