package io.github.dcmbulk.http.engine;

import static io.github.dcmbulk.http.Zeros.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.http.HttpCall;
import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpSettings.Client;
import io.github.dcmbulk.http.HttpTransport;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.http.RawServer;
import io.github.dcmbulk.http.TransportException;
import io.github.dcmbulk.http.TransportException.Kind;
import io.github.dcmbulk.http.Zeros;
import io.github.dcmbulk.model.UsageException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of failure without an answer, and its classification. */
@Timeout(300)
@ParameterizedClass
@EnumSource(Client.class)
class TransportFailureTest {
  /** Used only for servers that never answer, so that a slow machine does not matter. */
  private static final Duration SHORT = Duration.ofMillis(300);

  private static final Duration LONG = Duration.ofMinutes(4);

  private final Client client;
  private final HttpTransport transport;
  private final HttpTransport hasty;

  TransportFailureTest(Client client) throws UsageException {
    this.client = client;
    transport = Clients.open(client, HttpSettings.DEFAULT.withTimeouts(LONG, LONG));
    hasty = Clients.open(client, HttpSettings.DEFAULT.withTimeouts(LONG, SHORT));
  }

  @AfterEach
  void close() {
    transport.close();
    hasty.close();
  }

  @Test
  void aHandshakeThatNeverEndsIsATimeOut() throws Exception {
    // dcmbulk's own client limits it by the connect timeout alone.
    Duration read = client == Client.DCMBULK ? LONG : SHORT;
    try (RawServer at = new RawServer(RawServer.Connection::stand);
        HttpTransport plain =
            Clients.open(client, HttpSettings.DEFAULT.withTimeouts(SHORT, read))) {
      assertThatThrownBy(
              () ->
                  plain.send(
                      HttpCall.get(
                          HttpUrl.parse("https://127.0.0.1:" + at.port() + "/"), Map.of())))
          .isInstanceOfSatisfying(
              TransportException.class, e -> assertThat(e.kind()).isIn(Kind.TIMEOUT, Kind.CONNECT));
    }
  }

  @Test
  void aNameThatDoesNotResolveIsDns() {
    assertKind(Kind.DNS, HttpUrl.parse("http://nowhere.invalid/secret?sig=abc"));
  }

  @Test
  void aClosedPortIsConnect() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    assertKind(Kind.CONNECT, HttpUrl.parse("http://127.0.0.1:" + port + "/secret?sig=abc"));
  }

  @Test
  void aServerThatNeverAnswersIsATimeOut() throws Exception {
    assertKind(Kind.TIMEOUT, RawServer.Connection::stand);
  }

  @Test
  void aServerThatStoresAndNeverAnswersIsATimeOut() throws Exception {
    assertKind(
        Kind.TIMEOUT,
        connection -> {
          connection.readHead();
          connection.readBody();
          connection.stand();
        });
  }

  @Test
  void anAnswerThatTricklesIsATimeOut() throws Exception {
    assertKind(
        Kind.TIMEOUT,
        connection -> {
          connection.readHead();
          connection.write("HTTP/1.1 200 OK\r\nX-Slow: ");
          connection.trickle('z');
        });
  }

  @Test
  void aServerThatStopsReadingIsATimeOut() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readHead();
              connection.stand();
            })) {
      long length = 200_000_000;
      assertThatThrownBy(() -> hasty.send(put(server.url("/k"), length, new Zeros(length))))
          .isInstanceOfSatisfying(
              TransportException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));
    }
  }

  @Test
  void aResetIsAReset() throws Exception {
    assertKind(
        Kind.RESET,
        connection -> {
          connection.readHead();
          connection.reset();
        });
  }

  @Test
  void anAnswerThatBreaksOffIsAReset() throws Exception {
    assertKind(
        Kind.RESET,
        connection -> {
          connection.readHead();
          connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        });
  }

  @Test
  void somethingElseThanHttpIsAProtocolFailure() throws Exception {
    assertKind(
        Kind.PROTOCOL,
        connection -> {
          connection.readHead();
          connection.write("220 mail.example.org ESMTP\r\n".repeat(100));
        });
  }

  @Test
  void interruptionAbortsABlockedPut() throws Exception {
    CountDownLatch sending = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readHead();
              sending.countDown();
              connection.stand();
            })) {
      Thread worker =
          new Thread(
              () -> {
                try {
                  transport.send(put(server.url("/k"), 200_000_000, new Zeros(200_000_000)));
                } catch (TransportException | InterruptedException e) {
                  thrown.set(e);
                }
              });
      worker.start();
      sending.await();
      worker.interrupt();
      worker.join(300_000);
      assertThat(worker.isAlive()).isFalse();
      assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }
  }

  private void assertKind(Kind kind, RawServer.Script script) throws Exception {
    try (RawServer server = new RawServer(script)) {
      assertKind(kind, server.url("/secret?sig=abc"));
    }
  }

  private void assertKind(Kind kind, HttpUrl url) {
    HttpTransport sender = kind == Kind.TIMEOUT ? hasty : transport;
    assertThatThrownBy(() -> sender.send(put(url, 3, new Zeros(3))))
        .isInstanceOfSatisfying(TransportException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(url.host())
        .hasMessageNotContainingAny("secret", "sig", "abc");
  }
}
