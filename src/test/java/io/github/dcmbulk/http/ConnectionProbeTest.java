package io.github.dcmbulk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.http.HttpSettings.Proxy;
import io.github.dcmbulk.http.HttpSettings.Tls;
import io.github.dcmbulk.http.TlsReport.Problem;
import io.github.dcmbulk.http.TlsReport.TrustSource;
import io.github.dcmbulk.model.Secret;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ConnectionProbeTest {
  @TempDir static Path dir;
  private static TestIdentity server;
  private static TestIdentity ended;

  @BeforeAll
  static void makeIdentities() throws Exception {
    server = new TestIdentity(dir, "probed");
    ended = new TestIdentity(dir, "ended", List.of("-startdate", "-30d", "-validity", "10"));
  }

  private static RawServer serving(TestIdentity identity) throws Exception {
    return new RawServer(
        identity.context(identity).getServerSocketFactory(),
        "127.0.0.1",
        RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  }

  private static HttpUrl url(RawServer at, String host) {
    return HttpUrl.parse("https://" + host + ":" + at.port() + "/secret?sig=abc");
  }

  private static TlsReport handshake(RawServer at, String host, @Nullable Path caFile)
      throws Exception {
    return new ConnectionProbe(HttpSettings.DEFAULT.withTls(new Tls(caFile, null, null)))
        .handshake(url(at, host));
  }

  @Test
  void theTrustSourceIsReported() throws Exception {
    try (RawServer at = serving(server)) {
      TlsReport report = handshake(at, "127.0.0.1", server.certificate());
      assertThat(report.problem()).isEqualTo(Problem.NONE);
      assertThat(report.trustSource()).isEqualTo(TrustSource.CA_FILE);
      assertThat(report.protocol()).isEqualTo("TLSv1.3");
      assertThat(report.chain()).hasSize(1);
    }
  }

  @Test
  void unknownAuthorityAnotherHostAndExpiryAreDistinguished() throws Exception {
    try (RawServer at = serving(server);
        RawServer old = serving(ended)) {
      TlsReport unknown = handshake(at, "127.0.0.1", null);
      assertThat(unknown.problem()).isEqualTo(Problem.UNTRUSTED);
      assertThat(unknown.chain()).hasSize(1);
      assertThat(handshake(at, "localhost", server.certificate()).problem())
          .isEqualTo(Problem.OTHER_HOST);
      assertThat(handshake(old, "127.0.0.1", null).problem()).isEqualTo(Problem.EXPIRED);
    }
  }

  @Test
  void aPortWithoutTlsIsReported() throws Exception {
    RawServer.Script complaining = connection -> connection.write("HTTP/1.1 400 Bad\r\n\r\n");
    try (RawServer at = new RawServer(complaining)) {
      assertThat(handshake(at, "127.0.0.1", null).problem()).isEqualTo(Problem.NOT_TLS);
    }
  }

  @Test
  void namesAndPortsAreDistinguished() throws Exception {
    ConnectionProbe probe = new ConnectionProbe(HttpSettings.DEFAULT);
    assertThatThrownBy(() -> probe.resolve(HttpUrl.parse("https://no-such-host.invalid")))
        .isInstanceOf(UnknownHostException.class);
    int closed;
    try (ServerSocket taken = new ServerSocket(0)) {
      closed = taken.getLocalPort();
    }
    assertThatThrownBy(() -> probe.connect(HttpUrl.parse("https://127.0.0.1:" + closed)))
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void itAsksTheProxyAsARequestWould() throws Exception {
    RawServer.Script picky =
        connection -> {
          String head = String.valueOf(connection.readHead());
          boolean isKnown = head.contains("Proxy-Authorization: Basic bWU6cHc=");
          connection.write("HTTP/1.1 " + (isKnown ? 200 : 407) + " x\r\n\r\n");
        };
    HttpUrl target = HttpUrl.parse("https://api.example.org/secret");
    try (RawServer proxy = new RawServer(picky)) {
      assertThat(behind(proxy, null, null).askProxy(target).status()).isEqualTo(407);
      assertThat(behind(proxy, "me", Secret.of("no")).askProxy(target).status()).isEqualTo(407);
      assertThat(behind(proxy, "me", Secret.of("pw")).askProxy(target).status()).isEqualTo(200);
      assertThat(proxy.heads()).allMatch(head -> head.startsWith("CONNECT api.example.org:443 "));
    }
  }

  private static ConnectionProbe behind(
      RawServer proxy, @Nullable String user, @Nullable Secret password) throws Exception {
    return new ConnectionProbe(
        HttpSettings.DEFAULT.withProxy(new Proxy(proxy.url("/"), user, password, List.of())));
  }
}
