package io.github.dcmbulk.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/** A server that does exactly what a test defines, byte by byte, and records what it receives. */
public final class RawServer implements AutoCloseable {
  private final ServerSocket listening;
  private final Script script;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<String> heads = new CopyOnWriteArrayList<>();

  /** Handles one connection. */
  public interface Script {
    void serve(Connection connection) throws Exception;
  }

  public RawServer(Script script) throws IOException {
    this(ServerSocketFactory.getDefault(), "127.0.0.1", script);
  }

  public RawServer(ServerSocketFactory factory, String address, Script script) throws IOException {
    this.script = script;
    this.listening = factory.createServerSocket(0, 50, InetAddress.getByName(address));
    threads.execute(this::accept);
  }

  /** Answers every request with the same bytes after reading its body. */
  public static Script answering(String answer) {
    return connection -> {
      while (connection.readHead() != null) {
        connection.readBody();
        connection.write(answer);
      }
    };
  }

  public int port() {
    return listening.getLocalPort();
  }

  public HttpUrl url(String target) {
    return HttpUrl.parse("http://127.0.0.1:" + port() + target);
  }

  /** The heads of all requests so far. */
  public List<String> heads() {
    return heads;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        open.add(socket);
        threads.execute(() -> serve(socket));
      } catch (IOException | RejectedExecutionException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      script.serve(new Connection(socket));
    } catch (Exception e) {
      // The client has disconnected.
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
    threads.shutdownNow();
  }

  /** One connection at the server's side. */
  public final class Connection {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private long bodyLength;

    Connection(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
      this.out = socket.getOutputStream();
    }

    public Socket socket() {
      return socket;
    }

    /** Request line and headers; null when the client has disconnected. */
    public @Nullable String readHead() throws IOException {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        int b = in.read();
        if (b < 0) {
          return null;
        }
        head.write(b);
      }
      String text = head.toString(StandardCharsets.ISO_8859_1);
      bodyLength =
          text.lines()
              .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
              .mapToLong(line -> Long.parseLong(line.substring(15).strip()))
              .findFirst()
              .orElse(0);
      heads.add(text);
      return text;
    }

    public long readBody() throws IOException {
      byte[] buffer = new byte[65536];
      long left = bodyLength;
      while (left > 0) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          break;
        }
        left -= count;
      }
      return bodyLength - left;
    }

    public void write(String bytes) throws IOException {
      out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    /** Keeps the connection open without sending anything. */
    public void stand() throws InterruptedException {
      closed.await();
    }

    /** Sends the bytes slowly, one by one, until the server is closed. */
    public void trickle(char c) throws IOException, InterruptedException {
      while (!closed.await(20, TimeUnit.MILLISECONDS)) {
        write(String.valueOf(c));
      }
    }

    /** Ends the connection with a RST. */
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }
}
