package io.github.dcmbulk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.http.HttpSettings.Proxy;
import io.github.dcmbulk.http.HttpSettings.Tls;
import io.github.dcmbulk.http.engine.Engines;
import io.github.dcmbulk.model.UsageException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Messages for failures of certificates and proxies. */
@Timeout(300)
class TlsFailureTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @TempDir static Path dir;
  private static TestIdentity server;
  private static TestIdentity client;

  @BeforeAll
  static void makeIdentities() throws Exception {
    server = new TestIdentity(dir, "server");
    client = new TestIdentity(dir, "client");
  }

  private static RawServer serving() throws Exception {
    return new RawServer(
        server.context(client).getServerSocketFactory(), "127.0.0.1", RawServer.answering(OK));
  }

  private static void assertReported(Tls tls, HttpUrl url, String what, String remedy)
      throws Exception {
    try (HttpTransport transport = Engines.open(HttpSettings.DEFAULT.withTls(tls))) {
      assertThatThrownBy(() -> transport.send(HttpCall.get(url, Map.of())))
          .isInstanceOfSatisfying(
              TransportException.class,
              e -> {
                assertThat(e).hasMessage(url + ": " + what);
                assertThat(e.remedy()).contains(remedy);
              });
    }
  }

  @Test
  void eachFailureHasItsMessageAndRemedy() throws Exception {
    Tls trusting = new Tls(server.certificate(), null, null);
    try (RawServer at = serving();
        RawServer plain =
            new RawServer(connection -> connection.write("HTTP/1.1 400 Bad\r\n\r\n"))) {
      HttpUrl url = HttpUrl.parse("https://127.0.0.1:" + at.port() + "/");
      assertReported(Tls.SYSTEM, url, "the server's certificate is not trusted", "--ca-file");
      assertReported(
          trusting,
          HttpUrl.parse("https://localhost:" + at.port() + "/"),
          "the server's certificate names another host",
          "host name");
      assertReported(
          trusting,
          HttpUrl.parse("https://127.0.0.1:" + plain.port() + "/"),
          "the server does not use TLS on this port",
          "port");
    }
  }

  @Test
  void aServerThatMissesOurCertificateOnlyInItsAnswerIsUnderstood() throws Exception {
    String page = "<html><title>400 No required SSL certificate was sent</title></html>";
    String answer = "HTTP/1.1 400 Bad Request\r\nContent-Length: " + page.length();
    try (RawServer at = new RawServer(RawServer.answering(answer + "\r\n\r\n" + page))) {
      assertReported(
          Tls.SYSTEM, at.url("/"), "the server requires a client certificate", "--client-cert");
    }
  }

  @Test
  void anEncryptedKeyIsRefusedWithTheWayOut() throws Exception {
    Path locked =
        Files.writeString(
            dir.resolve("locked.pem"),
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
    assertThatThrownBy(() -> Pem.privateKey(locked))
        .isInstanceOfSatisfying(
            UsageException.class, e -> assertThat(e.remedy()).contains("openssl pkcs8"))
        .hasMessageContaining("locked.pem is encrypted");
  }

  @Test
  void aKeyThatIsNotTheCertificatesIsRefused() throws Exception {
    Tls mixed = new Tls(null, client.certificate(), server.key());
    assertThatThrownBy(() -> Engines.open(HttpSettings.DEFAULT.withTls(mixed)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is not the key of");
  }

  @Test
  void authoritiesOfTheSystemAreTrustedAsWell() throws Exception {
    X509Certificate shown = Pem.certificates(server.certificate()).get(0);
    List<Path> bundles = List.of(dir.resolve("missing"), server.certificate());
    SystemTrust trust =
        new SystemTrust(TlsSetup.trustIn(Pem.certificates(client.certificate())), bundles);
    trust.checkServerTrusted(new X509Certificate[] {shown}, "EC");
    SystemTrust without =
        new SystemTrust(TlsSetup.trustIn(Pem.certificates(client.certificate())), List.of());
    assertThatThrownBy(() -> without.checkServerTrusted(new X509Certificate[] {shown}, "EC"))
        .isInstanceOf(CertificateException.class);
  }

  @Test
  void aProxyThatIsNotThereIsNamed() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    HttpUrl proxy = HttpUrl.parse("http://127.0.0.1:" + closed);
    HttpSettings settings = HttpSettings.DEFAULT.withProxy(new Proxy(proxy, null, null, List.of()));
    try (HttpTransport transport = Engines.open(settings)) {
      HttpUrl url = HttpUrl.parse("https://lake.example.org/");
      assertThatThrownBy(() -> transport.send(HttpCall.get(url, Map.of())))
          .hasMessage("the proxy " + proxy + ": connection refused");
    }
  }
}
