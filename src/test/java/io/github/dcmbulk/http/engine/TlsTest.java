package io.github.dcmbulk.http.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.http.HttpBody;
import io.github.dcmbulk.http.HttpCall;
import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpSettings.Client;
import io.github.dcmbulk.http.HttpSettings.Tls;
import io.github.dcmbulk.http.HttpTransport;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.http.RawServer;
import io.github.dcmbulk.http.TestIdentity;
import io.github.dcmbulk.http.TransportException;
import io.github.dcmbulk.http.TransportException.Kind;
import io.github.dcmbulk.model.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With certificates from files, which crt cannot use. */
@Timeout(300)
@ParameterizedClass
@EnumSource(value = Client.class, mode = EnumSource.Mode.EXCLUDE, names = "CRT")
class TlsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  /** Used only for servers that never answer, so that a slow machine does not matter. */
  private static final Duration SHORT = Duration.ofMillis(500);

  private static final Duration LONG = Duration.ofMinutes(4);

  @TempDir static Path dir;
  private static TestIdentity server;
  private static TestIdentity us;

  private final Client client;

  TlsTest(Client client) {
    this.client = client;
  }

  @BeforeAll
  static void makeIdentities() throws Exception {
    server = new TestIdentity(dir, "server");
    us = new TestIdentity(dir, "client");
  }

  private static RawServer serving(RawServer.Script script) throws Exception {
    SSLServerSocketFactory factory = server.context(us).getServerSocketFactory();
    return new RawServer(factory, "127.0.0.1", script);
  }

  private HttpTransport transport(Tls tls) throws UsageException {
    return Clients.open(client, HttpSettings.DEFAULT.withTimeouts(LONG, LONG).withTls(tls));
  }

  private HttpTransport hasty(Tls tls) throws UsageException {
    return Clients.open(client, HttpSettings.DEFAULT.withTimeouts(LONG, SHORT).withTls(tls));
  }

  private static HttpUrl url(RawServer at, String host) {
    return HttpUrl.parse("https://" + host + ":" + at.port() + "/secret?sig=abc");
  }

  private static void assertKind(Kind kind, HttpTransport transport, HttpUrl url) {
    assertThatThrownBy(() -> transport.send(HttpCall.get(url, Map.of())))
        .isInstanceOfSatisfying(TransportException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageNotContainingAny("sig", "secret");
  }

  @Test
  void anAuthorityOfOurOwnIsTrustedWhenItIsGiven() throws Exception {
    try (RawServer at = serving(RawServer.answering(OK));
        HttpTransport trusting = transport(new Tls(server.certificate(), null, null));
        HttpTransport plain = transport(Tls.SYSTEM)) {
      HttpUrl url = url(at, "127.0.0.1");
      assertThat(trusting.send(HttpCall.get(url, Map.of())).status()).isEqualTo(200);
      assertKind(Kind.TRUST, plain, url);
    }
  }

  @Test
  void aCertificateForAnotherHostIsRefused() throws Exception {
    try (RawServer at = serving(RawServer.answering(OK));
        HttpTransport trusting = transport(new Tls(server.certificate(), null, null))) {
      assertKind(Kind.TRUST, trusting, url(at, "localhost"));
    }
  }

  @Test
  void theClientCertificateIsShownWhereItIsDemanded() throws Exception {
    SSLServerSocketFactory factory = server.context(us).getServerSocketFactory();
    RawServer.Script demanding =
        connection -> {
          ((SSLSocket) connection.socket()).setNeedClientAuth(true);
          RawServer.answering(OK).serve(connection);
        };
    Path ca = server.certificate();
    try (RawServer at = new RawServer(factory, "127.0.0.1", demanding);
        HttpTransport known = transport(new Tls(ca, us.certificate(), us.key()));
        HttpTransport unknown = transport(new Tls(ca, null, null))) {
      HttpUrl url = url(at, "127.0.0.1");
      assertThat(known.send(HttpCall.get(url, Map.of())).status()).isEqualTo(200);
      // The server's alert may be lost in the reset that follows it.
      assertThatThrownBy(() -> unknown.send(HttpCall.get(url, Map.of())))
          .isInstanceOfSatisfying(
              TransportException.class, e -> assertThat(e.kind()).isIn(Kind.TRUST, Kind.RESET));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void bothVersionsWork(String version) throws Exception {
    RawServer.Script limited =
        connection -> {
          ((SSLSocket) connection.socket()).setEnabledProtocols(new String[] {version});
          RawServer.answering(OK).serve(connection);
        };
    try (RawServer at = serving(limited);
        HttpTransport trusting = transport(new Tls(server.certificate(), null, null))) {
      HttpUrl url = url(at, "127.0.0.1");
      assertThat(trusting.send(HttpCall.get(url, Map.of())).status()).isEqualTo(200);
    }
  }

  @Test
  void aServerWithoutTlsIsReported() throws Exception {
    try (RawServer at =
            new RawServer(
                connection -> connection.write("HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n"));
        HttpTransport plain = transport(Tls.SYSTEM)) {
      assertKind(Kind.TLS, plain, url(at, "127.0.0.1"));
    }
  }

  @Test
  void aServerThatStopsReadingUnderTlsIsATimeOut() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    try (RawServer at =
            serving(
                connection -> {
                  connection.readHead();
                  begun.countDown();
                  connection.stand();
                });
        HttpTransport trusting = hasty(new Tls(server.certificate(), null, null))) {
      byte[] large = new byte[50_000_000];
      assertThatThrownBy(
              () ->
                  trusting.send(
                      HttpCall.put(url(at, "127.0.0.1"), Map.of(), HttpBody.of(large), false)))
          .isInstanceOfSatisfying(
              TransportException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));
      assertThat(begun.getCount()).isZero();
    }
  }

  @Test
  void filesThatAreNotPemAreUsageErrors() throws Exception {
    Path text = Files.writeString(dir.resolve("text.pem"), "hello");
    Tls noAuthority = new Tls(text, null, null);
    Tls noKey = new Tls(null, us.certificate(), text);
    Tls half = new Tls(null, us.certificate(), null);
    for (Tls wrong : new Tls[] {noAuthority, noKey, half}) {
      assertThatThrownBy(() -> transport(wrong)).isInstanceOf(UsageException.class);
    }
    Tls missing = new Tls(dir.resolve("missing.pem"), null, null);
    assertThatThrownBy(() -> transport(missing)).hasMessageContaining("missing.pem");
  }
}
