package io.github.dcmbulk.journal.store;

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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and a database on this machine, and can cut their connections: at once,
 * or when the next COMMIT of the protocol's extended query (PostgreSQL 18, §54.2.3) comes by.
 */
public final class TcpRelay implements AutoCloseable {
  /** What to do with the next COMMIT. */
  public enum AtCommit {
    /** It goes through, and so does its answer. */
    PASS,
    /** It never arrives. */
    LOSE,
    /** It arrives, and its answer does not. */
    LOSE_ANSWER
  }

  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Exchanges> connections = new CopyOnWriteArrayList<>();
  private final Semaphore refused = new Semaphore(0);
  private volatile boolean refuses;
  private volatile AtCommit atCommit = AtCommit.PASS;

  /** Listens on a free port, and leads to that one. */
  public TcpRelay(int target) throws IOException {
    this.target = target;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("relay", this::accept);
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Closes all connections, and refuses new ones. */
  public void cut() {
    refuses = true;
    refused.drainPermits();
    drop();
  }

  /** Closes all connections. */
  public void drop() {
    open.forEach(TcpRelay::close);
  }

  /** New connections are accepted. */
  public void restore() {
    refuses = false;
  }

  /** Waits until so many more connections were refused. */
  public void awaitRefused(int connections) throws InterruptedException {
    if (!refused.tryAcquire(connections, 300, TimeUnit.SECONDS)) {
      throw new AssertionError("nobody tries to connect");
    }
  }

  /** How often the database has answered on the connections so far, in the order they were made. */
  public List<Integer> exchanges() {
    return connections.stream().map(c -> c.answers.get()).toList();
  }

  /** Counts answers, in however many parts they come. */
  private static final class Exchanges {
    private final AtomicInteger answers = new AtomicInteger();
    private volatile boolean asked;

    void answered() {
      if (asked) {
        asked = false;
        answers.incrementAndGet();
      }
    }
  }

  /** From now on, until it has happened once. */
  public void atNextCommit(AtCommit action) {
    atCommit = action;
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      if (refuses) {
        close(client);
        refused.release();
      } else {
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(client);
        open.add(server);
        Flag silent = new Flag();
        Exchanges count = new Exchanges();
        connections.add(count);
        start("to-server", () -> toServer(client, server, silent, count));
        start("to-client", () -> toClient(server, client, silent, count));
      }
    }
  }

  private static final class Flag {
    private volatile boolean set;
  }

  private void toServer(Socket client, Socket server, Flag silent, Exchanges count)
      throws IOException {
    String commit = null;
    byte[] buffer = new byte[1 << 16];
    InputStream in = client.getInputStream();
    OutputStream out = server.getOutputStream();
    for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
      String text = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
      String prepared = prepared(text);
      commit = prepared == null ? commit : prepared;
      boolean commits = prepared != null || (commit != null && text.contains(commit));
      AtCommit action = commits ? atCommit : AtCommit.PASS;
      if (action != AtCommit.PASS) {
        atCommit = AtCommit.PASS;
        if (action == AtCommit.LOSE) {
          close(server);
          close(client);
          return;
        }
        silent.set = true;
      }
      count.asked = true;
      out.write(buffer, 0, n);
      out.flush();
    }
  }

  /** How a Bind names the statement that a Parse in these bytes makes of COMMIT; null for none. */
  private static @Nullable String prepared(String text) {
    int query = text.indexOf("\0COMMIT\0");
    if (query < 0) {
      return null;
    }
    int name = query;
    while (Character.isLetterOrDigit(text.charAt(name - 1)) || text.charAt(name - 1) == '_') {
      name--;
    }
    return name == query ? "\0COMMIT\0" : "\0" + text.substring(name, query) + "\0";
  }

  private void toClient(Socket server, Socket client, Flag silent, Exchanges count)
      throws IOException {
    byte[] buffer = new byte[1 << 16];
    InputStream in = server.getInputStream();
    OutputStream out = client.getOutputStream();
    for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
      if (silent.set) {
        close(client);
        close(server);
        return;
      }
      count.answered();
      out.write(buffer, 0, n);
      out.flush();
    }
    close(client);
  }

  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private static void start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One of the two has closed.
                return;
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    drop();
  }
}
