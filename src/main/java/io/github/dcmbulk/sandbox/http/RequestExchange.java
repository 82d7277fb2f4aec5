package io.github.dcmbulk.sandbox.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.jspecify.annotations.Nullable;

/** One request with its body; for one thread. */
public final class RequestExchange {
  private final DefaultBHttpServerConnection connection;
  private final ClassicHttpRequest request;
  private final byte[] buffer;
  private final String path;
  private final String query;
  private boolean bodyOpened;

  /** Wraps a request whose head has been read. */
  public RequestExchange(
      DefaultBHttpServerConnection connection, ClassicHttpRequest request, byte[] buffer) {
    this.connection = connection;
    this.request = request;
    this.buffer = buffer;
    String target = request.getPath() == null ? "/" : request.getPath();
    int mark = target.indexOf('?');
    this.path = mark < 0 ? target : target.substring(0, mark);
    this.query = mark < 0 ? "" : target.substring(mark + 1);
  }

  /** The method, in upper case. */
  public String method() {
    return request.getMethod();
  }

  /** The path as sent, not decoded. */
  public String path() {
    return path;
  }

  /** The query as sent, without the question mark; empty when there is none. */
  public String query() {
    return query;
  }

  /** The header's value; several are joined by commas; null when absent. */
  public @Nullable String header(String name) {
    Header[] all = request.getHeaders(name);
    if (all.length == 0) {
      return null;
    }
    if (all.length == 1) {
      return all[0].getValue();
    }
    List<String> values = new ArrayList<>();
    for (Header header : all) {
      values.add(header.getValue());
    }
    return String.join(",", values);
  }

  /** Names of all headers in lower case. */
  public List<String> headerNames() {
    List<String> names = new ArrayList<>();
    for (Header header : request.getHeaders()) {
      names.add(header.getName().toLowerCase(Locale.ROOT));
    }
    return names;
  }

  /** Value of {@code Content-Length}; -1 when it is absent or the body is chunked. */
  public long contentLength() {
    HttpEntity entity = request.getEntity();
    if (entity == null) {
      return header("Content-Length") == null ? -1 : 0;
    }
    return entity.isChunked() ? -1 : entity.getContentLength();
  }

  /** Whether the body is chunked (RFC 9112 §7.1). */
  public boolean chunked() {
    HttpEntity entity = request.getEntity();
    return entity != null && entity.isChunked();
  }

  /** The client's port; its host is always loopback. */
  public int remotePort() {
    return connection.getRemoteAddress() instanceof InetSocketAddress address
        ? address.getPort()
        : 0;
  }

  /** A buffer of this connection. */
  public byte[] buffer() {
    return buffer;
  }

  /**
   * The body; sends {@code 100 Continue} to a client that waits for it (RFC 9110 §10.1.1).
   *
   * @throws IOException the client has closed the connection
   */
  public InputStream body() throws IOException {
    if (!bodyOpened && awaitsContinue()) {
      try {
        connection.sendResponseHeader(new BasicClassicHttpResponse(100));
        connection.flush();
      } catch (HttpException e) {
        throw new IOException(e);
      }
    }
    bodyOpened = true;
    HttpEntity entity = request.getEntity();
    return entity == null ? InputStream.nullInputStream() : entity.getContent();
  }

  /**
   * Reads and discards the rest of the body.
   *
   * @throws IOException the client has closed the connection
   */
  public void discardBody() throws IOException {
    InputStream body = body();
    while (body.read(buffer) >= 0) {
      // The connection is closed in any case.
    }
  }

  /** Whether the body was not read and no {@code 100 Continue} was sent. */
  boolean bodyUnread() {
    return !bodyOpened && request.getEntity() != null;
  }

  /** Whether the client waits for {@code 100 Continue}. */
  boolean awaitsContinue() {
    String expect = header("Expect");
    return expect != null && expect.equalsIgnoreCase("100-continue");
  }
}
