package io.github.dcmbulk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.http.TransportException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class HttpTransportTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final Duration SHORT = Duration.ofMillis(300);

  private final HttpTransport transport = open(HttpSettings.DEFAULT);
  private final HttpTransport hasty = open(HttpSettings.DEFAULT.withTimeouts(SHORT, SHORT));

  private static HttpTransport open(HttpSettings settings) {
    try {
      return HttpTransport.open(settings);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() {
    transport.close();
    hasty.close();
  }

  private static HttpCall put(HttpUrl url, long length, InputStream body) {
    return HttpCall.put(
        url, Map.of("Content-Type", "application/dicom"), new HttpBody(length, body), false);
  }

  /** Zeros, as many as wanted, without holding them. */
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long length) {
      this.left = length;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(length, left);
      left -= count;
      return count;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/bucket//double//slashes.dcm",
        "//leading/slashes",
        "/a+b%2Bc%20d/%E2%82%AC?z=1&a=2&a=3&empty=&bare&plus=a+b&slash=x//y&sig=%2F%2f==",
        "/dots/../../kept/./?q",
        "/?only=query",
        "/a;b=c,d:e@f!$'()*~",
      })
  void theTargetGoesOnTheWireByteForByte(String target) throws Exception {
    try (RawServer server = new RawServer(RawServer.answering(OK))) {
      HttpAnswer answer = transport.send(put(server.url(target), 3, new Zeros(3)));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(server.heads().get(0)).startsWith("PUT " + target + " HTTP/1.1\r\n");
    }
  }

  @Test
  void aPutCarriesTheseHeadersAndNoOthers() throws Exception {
    try (RawServer server = new RawServer(RawServer.answering(OK))) {
      transport.send(put(server.url("/k"), 3, new Zeros(3)));
      assertThat(server.heads().get(0).lines().skip(1).filter(line -> !line.isEmpty()))
          .containsExactlyInAnyOrder(
              "Host: 127.0.0.1:" + server.port(),
              "User-Agent: dcmbulk",
              "Content-Type: application/dicom",
              "Content-Length: 3",
              "Connection: keep-alive");
    }
  }

  @Test
  void anEmptyBodyHasALength() throws Exception {
    try (RawServer server = new RawServer(RawServer.answering(OK))) {
      transport.send(put(server.url("/k"), 0, new Zeros(0)));
      assertThat(server.heads().get(0)).contains("Content-Length: 0\r\n");
    }
  }

  @Test
  void connectionsAreUsedAgain() throws Exception {
    CountDownLatch connections = new CountDownLatch(2);
    try (RawServer server =
        new RawServer(
            connection -> {
              connections.countDown();
              RawServer.answering(OK).serve(connection);
            })) {
      for (int i = 0; i < 5; i++) {
        assertThat(transport.send(put(server.url("/k"), 3, new Zeros(3))).text()).isEqualTo("ok");
      }
      assertThat(connections.getCount()).isEqualTo(1);
    }
  }

  @Test
  void cookiesAreNotSentBack() throws Exception {
    String answer = OK.replace("Content-Length", "Set-Cookie: a=b; Path=/\r\nContent-Length");
    try (RawServer server = new RawServer(RawServer.answering(answer))) {
      transport.send(put(server.url("/k"), 3, new Zeros(3)));
      transport.send(put(server.url("/k"), 3, new Zeros(3)));
      assertThat(server.heads().get(1)).doesNotContainIgnoringCase("cookie");
    }
  }

  @Test
  void anEndlessAnswerIsCut() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readHead();
              connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
              while (true) {
                connection.write("x".repeat(10_000));
              }
            })) {
      HttpAnswer answer = transport.send(HttpCall.get(server.url("/"), Map.of()));
      assertThat(answer.text()).hasSize(64 * 1024);
      assertThat(answer.cut()).isTrue();
    }
  }

  @Test
  void redirectsAreNotFollowed() throws Exception {
    String answer = "HTTP/1.1 307 There\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n";
    try (RawServer server = new RawServer(RawServer.answering(answer))) {
      HttpAnswer there = transport.send(HttpCall.get(server.url("/"), Map.of()));
      assertThat(there.status()).isEqualTo(307);
      assertThat(there.header("Location")).isEqualTo("/other");
      assertThat(server.heads()).hasSize(1);
    }
  }

  @Test
  void ipv6LiteralsWork() throws Exception {
    try (RawServer server =
        new RawServer(ServerSocketFactory.getDefault(), "::1", RawServer.answering(OK))) {
      HttpUrl url = HttpUrl.parse("http://[::1]:" + server.port() + "/k");
      assertThat(transport.send(put(url, 3, new Zeros(3))).status()).isEqualTo(200);
      assertThat(server.heads().get(0)).contains("Host: [::1]:" + server.port() + "\r\n");
    }
  }

  @Test
  void aServerThatIsAskedFirstCanRefuseWithoutTheBody() throws Exception {
    CountDownLatch bodyRead = new CountDownLatch(1);
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readHead();
              connection.write("HTTP/1.1 403 No\r\nContent-Length: 4\r\n\r\nnope");
              if (connection.readBody() > 0) {
                bodyRead.countDown();
              }
            })) {
      HttpCall call =
          HttpCall.put(server.url("/k"), Map.of(), new HttpBody(9000, new Zeros(9000)), true);
      HttpAnswer answer = transport.send(call);
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.text()).isEqualTo("nope");
      assertThat(server.heads().get(0)).containsIgnoringCase("Expect: 100-continue");
      assertThat(bodyRead.getCount()).isEqualTo(1);
    }
  }

  @Test
  void aServerThatAnswersBeforeTheBodyIsSentIsHeardWhenItReadsOn() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readHead();
              connection.write("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
              connection.readBody();
              connection.stand();
            })) {
      long length = 20_000_000;
      assertThat(transport.send(put(server.url("/k"), length, new Zeros(length))).status())
          .isEqualTo(403);
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
          while (true) {
            connection.write("z");
            Thread.sleep(20);
          }
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
  void aBodyThatEndsEarlyIsTheSourcesFault() throws Exception {
    assertSource(10_000_000, new Zeros(9_000_000), "ended 1000000 bytes early");
    assertSource(100, new Zeros(99), "ended 1 bytes early");
  }

  @Test
  void aBodyInMemoryOfAnotherLengthIsNotSent() throws Exception {
    InputStream memory = new ByteArrayInputStream(new byte[99]);
    assertSource(100, memory, "holds 99 bytes where 100 are to be sent");
  }

  @Test
  void aBodyThatHasGrownIsNotSentWhole() throws Exception {
    assertSource(100_000, new Zeros(100_001), "holds more than 100000 bytes");
  }

  @Test
  void aBodyThatCannotBeReadIsTheSourcesFault() throws Exception {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("stale handle");
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            throw new IOException("stale handle");
          }
        };
    assertSource(100, broken, "could not be read");
  }

  @Test
  void interruptionBreaksOffAPutThatStandsStill() throws Exception {
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
      worker.join(2_000);
      assertThat(worker.isAlive()).isFalse();
      assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }
  }

  private void assertSource(long length, InputStream body, String what) throws Exception {
    try (RawServer server = new RawServer(RawServer.answering(OK))) {
      assertThatThrownBy(() -> transport.send(put(server.url("/k"), length, body)))
          .isInstanceOfSatisfying(
              TransportException.class, e -> assertThat(e.kind()).isEqualTo(Kind.SOURCE))
          .hasMessageEndingWith(what);
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
