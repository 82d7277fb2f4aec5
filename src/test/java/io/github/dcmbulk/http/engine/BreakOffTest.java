package io.github.dcmbulk.http.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.http.HttpAnswer;
import io.github.dcmbulk.http.HttpBody;
import io.github.dcmbulk.http.HttpCall;
import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpSettings.Client;
import io.github.dcmbulk.http.HttpSettings.Tls;
import io.github.dcmbulk.http.HttpTransport;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.http.TestIdentity;
import io.github.dcmbulk.http.TransportException;
import io.github.dcmbulk.http.Zeros;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Closing a transport aborts blocked requests in every state. No other time-out ends them before
 * that of the test.
 */
@Timeout(300)
class BreakOffTest {
  private static final long LARGE = 256L << 20;

  @TempDir Path dir;
  private final List<Socket> sockets = new ArrayList<>();
  private @Nullable ServerSocket server;

  @AfterEach
  void close() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private ServerSocket listen(ServerSocketFactory factory, int backlog) throws Exception {
    server = factory.createServerSocket(0, backlog, InetAddress.getLoopbackAddress());
    return server;
  }

  private static HttpUrl url(String scheme, ServerSocket server) throws Exception {
    return HttpUrl.parse(scheme + "://127.0.0.1:" + server.getLocalPort() + "/x?signature=1");
  }

  private static HttpCall put(HttpUrl url) {
    return HttpCall.put(url, Map.of(), HttpBody.of(LARGE, () -> new Zeros(LARGE)), false);
  }

  private static void assertBrokenOff(Client client, HttpCall call, Tls tls, CountDownLatch stalled)
      throws Exception {
    HttpSettings settings =
        HttpSettings.DEFAULT.withTimeouts(Duration.ofHours(1), Duration.ofHours(1)).withTls(tls);
    HttpTransport transport = Clients.open(client, settings);
    CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
    Thread worker =
        new Thread(
            () -> {
              try {
                answer.complete(transport.send(call));
              } catch (Exception e) {
                answer.completeExceptionally(e);
              }
            });
    worker.setDaemon(true);
    worker.start();
    assertThat(stalled.await(300, TimeUnit.SECONDS)).isTrue();
    awaitBlocked(worker);

    transport.close();

    assertThat(answer)
        .failsWithin(300, TimeUnit.SECONDS)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(TransportException.class);
  }

  /** Waits until the thread is inside a socket call, which only its stack trace shows. */
  private static void awaitBlocked(Thread worker) throws InterruptedException {
    while (List.of(worker.getStackTrace()).stream().noneMatch(frame -> isSystemCall(frame))) {
      worker.join(1);
      assertThat(worker.isAlive()).isTrue();
    }
  }

  /** Blocked in connect, in a read with a time-out, and in a write; crt has threads of its own. */
  private static boolean isSystemCall(StackTraceElement frame) {
    return frame.getClassName().equals("sun.nio.ch.Net")
        || frame.getClassName().equals("sun.nio.ch.SocketDispatcher")
        || frame.getMethodName().equals("park");
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void whileItConnects(Client client) throws Exception {
    ServerSocket full = listen(ServerSocketFactory.getDefault(), 1);
    // A connection beyond the backlog of a listening socket gets no answer (listen(2)).
    boolean accepted = true;
    while (accepted) {
      Socket socket = new Socket();
      sockets.add(socket);
      try {
        socket.connect(full.getLocalSocketAddress(), 500);
      } catch (java.net.SocketTimeoutException e) {
        accepted = false;
      }
    }
    assertBrokenOff(client, put(url("http", full)), Tls.SYSTEM, new CountDownLatch(0));
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void whileItShakesHands(Client client) throws Exception {
    CountDownLatch hello = new CountDownLatch(1);
    ServerSocket silent = listen(ServerSocketFactory.getDefault(), 10);
    serve(
        silent,
        socket -> {
          // The ClientHello arrives and is not answered.
          socket.getInputStream().read();
          hello.countDown();
        });
    assertBrokenOff(client, put(url("https", silent)), Tls.SYSTEM, hello);
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void whileItSends(Client client) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    ServerSocket deaf = listen(ServerSocketFactory.getDefault(), 10);
    serve(deaf, socket -> readABit(socket, begun));
    assertBrokenOff(client, put(url("http", deaf)), Tls.SYSTEM, begun);
  }

  @ParameterizedTest
  @EnumSource(value = Client.class, mode = EnumSource.Mode.EXCLUDE, names = "CRT")
  void whileItSendsOverTls(Client client) throws Exception {
    TestIdentity identity = new TestIdentity(dir, "localhost");
    CountDownLatch begun = new CountDownLatch(1);
    ServerSocket deaf = listen(identity.context(identity).getServerSocketFactory(), 10);
    serve(deaf, socket -> readABit(socket, begun));
    assertBrokenOff(
        client, put(url("https", deaf)), new Tls(identity.certificate(), null, null), begun);
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void whileItWaitsForTheAnswer(Client client) throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    ServerSocket silent = listen(ServerSocketFactory.getDefault(), 10);
    serve(silent, socket -> readABit(socket, asked));
    assertBrokenOff(client, HttpCall.get(url("http", silent), Map.of()), Tls.SYSTEM, asked);
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void aRequestThatComesAfterTheEndIsBrokenOffAtOnce(Client client) throws Exception {
    ServerSocket silent = listen(ServerSocketFactory.getDefault(), 10);
    HttpTransport transport =
        Clients.open(
            client, HttpSettings.DEFAULT.withTimeouts(Duration.ofHours(1), Duration.ofHours(1)));
    transport.close();
    assertThat(
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return transport.send(HttpCall.get(url("http", silent), Map.of()));
                  } catch (Exception e) {
                    throw new java.util.concurrent.CompletionException(e);
                  }
                }))
        .failsWithin(300, TimeUnit.SECONDS)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(TransportException.class);
  }

  private static void readABit(Socket socket, CountDownLatch begun) throws Exception {
    InputStream in = socket.getInputStream();
    in.read();
    begun.countDown();
  }

  private interface Service {
    void serve(Socket socket) throws Exception;
  }

  /** Serves one connection, and keeps it open. */
  private void serve(ServerSocket listening, Service service) {
    Thread thread =
        new Thread(
            () -> {
              try {
                Socket socket = listening.accept();
                sockets.add(socket);
                service.serve(socket);
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
