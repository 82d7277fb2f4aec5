package io.github.dcmbulk.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** One connection, for requests that no HTTP client can send. */
final class RawClient implements AutoCloseable {
  private final Socket socket;

  RawClient(SandboxServer sandbox) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), sandbox.port());
    socket.setSoTimeout(300_000);
  }

  /** Sends the request line and headers of a PUT to the URL, and an empty line. */
  void putHead(String url, String... headers) throws IOException {
    URI uri = URI.create(url);
    write("PUT " + uri.getRawPath() + "?" + uri.getRawQuery() + " HTTP/1.1\r\n");
    for (String header : List.of(headers)) {
      write(header + "\r\n");
    }
    write("Host: " + uri.getRawAuthority() + "\r\n\r\n");
  }

  void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** The next answer's head, up to the empty line; empty when the server has closed. */
  String readHead() throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int octet = in.read();
      if (octet < 0) {
        break;
      }
      head.write(octet);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  /** Everything until the server closes. */
  String readAll() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /** Time-out of the next read. */
  void waitAtMost(Duration time) throws IOException {
    socket.setSoTimeout(Math.toIntExact(time.toMillis()));
  }

  /** Closes the sending direction. */
  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Closes the sending direction, and waits until the server closes the connection. */
  void endAndAwaitClose() throws IOException {
    socket.shutdownOutput();
    try {
      readAll();
    } catch (SocketException e) {
      // A reset closes it as well.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
