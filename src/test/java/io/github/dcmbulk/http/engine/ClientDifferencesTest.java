package io.github.dcmbulk.http.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.http.HttpAnswer;
import io.github.dcmbulk.http.HttpBody;
import io.github.dcmbulk.http.HttpCall;
import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpSettings.Client;
import io.github.dcmbulk.http.HttpSettings.Proxy;
import io.github.dcmbulk.http.HttpSettings.Tls;
import io.github.dcmbulk.http.HttpTransport;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.http.RawServer;
import io.github.dcmbulk.http.TransportException;
import io.github.dcmbulk.http.TransportException.Kind;
import io.github.dcmbulk.http.Zeros;
import io.github.dcmbulk.model.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Where the clients differ: what the SDK's do, and what the others do. */
@Timeout(300)
class ClientDifferencesTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private static HttpTransport open(Client client) throws UsageException {
    return Clients.open(client, HttpSettings.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource({"/a//b?c=d//e, /a/%2Fb?c=d//e", "//a, /%2Fa"})
  void apache5EscapesDoubleSlashesInAPath(String target, String sent) throws Exception {
    try (RawServer server = new RawServer(RawServer.answering(OK));
        HttpTransport transport = open(Client.APACHE5)) {
      transport.send(HttpCall.get(server.url(target), Map.of()));
      assertThat(server.heads().get(0)).startsWith("GET " + sent + " HTTP/1.1\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DCMBULK, /bucket//double//slashes.dcm", "DCMBULK, //leading/slashes",
    "CRT, /bucket//double//slashes.dcm", "CRT, //leading/slashes",
  })
  void theOthersSendThemAsTheyAre(Client client, String target) throws Exception {
    try (RawServer server = new RawServer(RawServer.answering(OK));
        HttpTransport transport = open(client)) {
      transport.send(HttpCall.get(server.url(target), Map.of()));
      assertThat(server.heads().get(0)).startsWith("GET " + target + " HTTP/1.1\r\n");
    }
  }

  @Test
  void apache5SendsCookiesBack() throws Exception {
    String answer = OK.replace("Content-Length", "Set-Cookie: a=b; Path=/\r\nContent-Length");
    try (RawServer server = new RawServer(RawServer.answering(answer));
        HttpTransport transport = open(Client.APACHE5)) {
      transport.send(HttpCall.get(server.url("/k"), Map.of()));
      transport.send(HttpCall.get(server.url("/k"), Map.of()));
      assertThat(server.heads().get(1)).contains("Cookie: a=b\r\n");
    }
  }

  @ParameterizedTest
  @EnumSource(value = Client.class, mode = EnumSource.Mode.EXCLUDE, names = "APACHE5")
  void theOthersSendNoCookiesBack(Client client) throws Exception {
    String answer = OK.replace("Content-Length", "Set-Cookie: a=b; Path=/\r\nContent-Length");
    try (RawServer server = new RawServer(RawServer.answering(answer));
        HttpTransport transport = open(client)) {
      transport.send(HttpCall.get(server.url("/k"), Map.of()));
      transport.send(HttpCall.get(server.url("/k"), Map.of()));
      assertThat(server.heads().get(1)).doesNotContainIgnoringCase("cookie");
    }
  }

  @Test
  void apache5DoesNotRepeatARequestOnAClosedConnection() throws Exception {
    try (RawServer server =
            new RawServer(
                connection -> {
                  connection.readHead();
                  connection.write(OK);
                  connection.readHead();
                  connection.reset();
                });
        HttpTransport transport = open(Client.APACHE5)) {
      HttpCall call = HttpCall.get(server.url("/k"), Map.of());
      transport.send(call);
      assertKind(Kind.RESET, transport, call);
    }
  }

  @Test
  void apache5TakesAnAnswerThatIsCutOffInItsHead() throws Exception {
    try (RawServer server = new RawServer(answeringOnce("HTTP/1.1 200 OK\r\nETag: \"0cc1"));
        HttpTransport transport = open(Client.APACHE5)) {
      assertThat(transport.send(Zeros.put(server.url("/k"), 3, new Zeros(3))).status())
          .isEqualTo(200);
    }
  }

  /** As when a server, or a proxy in front of it, fails while it answers. */
  @ParameterizedTest
  @CsvSource({
    "DCMBULK, 'HTTP/1.1 200 OK'", "DCMBULK, 'HTTP/1.1 200 OK~'",
    "DCMBULK, 'HTTP/1.1 200 OK~ETag: \"0cc1'", "DCMBULK, 'HTTP/1.1 200 OK~ETag: \"0cc1\"~'",
    "CRT, 'HTTP/1.1 200 OK'", "CRT, 'HTTP/1.1 200 OK~ETag: \"0cc1\"~'",
  })
  void theOthersDoNot(Client client, String head) throws Exception {
    try (RawServer server = new RawServer(answeringOnce(head.replace("~", "\r\n")));
        HttpTransport transport = open(client)) {
      assertKind(Kind.RESET, transport, Zeros.put(server.url("/k"), 3, new Zeros(3)));
    }
  }

  @ParameterizedTest
  @CsvSource({"502", "403"})
  void apache5TakesTheRefusalOfAProxyForTheServersAnswer(int status) throws Exception {
    String refusal = "HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\n\r\n";
    try (RawServer proxy = new RawServer(RawServer.answering(refusal));
        HttpTransport transport = Clients.open(Client.APACHE5, through(proxy))) {
      HttpUrl url = HttpUrl.parse("https://lake.example.org/k");
      HttpAnswer answer = transport.send(HttpCall.get(url, Map.of()));
      assertThat(answer.status()).isEqualTo(status);
    }
  }

  @Test
  void crtDoesNotReportTheProxysAnswer() throws Exception {
    String refusal = "HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n";
    try (RawServer proxy = new RawServer(RawServer.answering(refusal));
        HttpTransport transport = Clients.open(Client.CRT, through(proxy))) {
      HttpUrl url = HttpUrl.parse("https://lake.example.org/k");
      assertKind(Kind.PROXY, transport, HttpCall.get(url, Map.of()));
    }
  }

  @Test
  void crtNamesThePortToAProxyThatReadsTheRequest() throws Exception {
    try (RawServer proxy = new RawServer(RawServer.answering(OK));
        HttpTransport transport = Clients.open(Client.CRT, through(proxy))) {
      transport.send(HttpCall.get(HttpUrl.parse("http://lake.example.org/a//b"), Map.of()));
      assertThat(proxy.heads().get(0)).startsWith("GET http://lake.example.org:80/a//b HTTP/1.1");
    }
  }

  @Test
  void crtSendsTheBodyAlthoughTheServerIsToBeAskedFirst() throws Exception {
    AtomicLong received = new AtomicLong();
    try (RawServer server =
            new RawServer(
                connection -> {
                  connection.readHead();
                  received.set(connection.readBody());
                  connection.write(OK);
                });
        HttpTransport transport = open(Client.CRT)) {
      HttpCall put = HttpCall.put(server.url("/k"), Map.of(), HttpBody.of(new byte[9000]), true);
      assertThat(transport.send(put).status()).isEqualTo(200);
      assertThat(received).hasValue(9000);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Client.class, mode = EnumSource.Mode.EXCLUDE, names = "CRT")
  void theOthersAreRefusedBeforeTheyHaveSentTheBody(Client client) throws Exception {
    CountDownLatch bodyRead = new CountDownLatch(1);
    try (RawServer server =
            new RawServer(
                connection -> {
                  connection.readHead();
                  connection.write("HTTP/1.1 403 No\r\nContent-Length: 4\r\n\r\nnope");
                  if (connection.readBody() > 0) {
                    bodyRead.countDown();
                  }
                });
        HttpTransport transport = open(client)) {
      HttpCall call =
          HttpCall.put(server.url("/k"), Map.of(), HttpBody.of(9000, () -> new Zeros(9000)), true);
      HttpAnswer answer = transport.send(call);
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.text()).isEqualTo("nope");
      assertThat(server.heads().get(0)).containsIgnoringCase("Expect: 100-continue");
      assertThat(bodyRead.getCount()).isEqualTo(1);
    }
  }

  @Test
  void crtReportsAServerWithoutTlsAsABrokenConnection() throws Exception {
    try (RawServer server = new RawServer(connection -> connection.write(OK));
        HttpTransport transport = open(Client.CRT)) {
      HttpUrl url = HttpUrl.parse("https://127.0.0.1:" + server.port() + "/k");
      assertKind(Kind.RESET, transport, HttpCall.get(url, Map.of()));
    }
  }

  @Test
  void crtTakesNoCertificates() {
    HttpSettings settings = HttpSettings.DEFAULT.withClient(Client.CRT);
    Path file = Path.of("any.pem");
    for (Tls tls : List.of(new Tls(file, null, null), new Tls(null, file, file))) {
      assertThatThrownBy(() -> Engines.open(settings.withTls(tls)))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("--http-client crt");
    }
  }

  private static RawServer.Script answeringOnce(String answer) {
    return connection -> {
      connection.readHead();
      connection.readBody();
      connection.write(answer);
    };
  }

  private static HttpSettings through(RawServer proxy) {
    return HttpSettings.DEFAULT.withProxy(new Proxy(proxy.url("/"), null, null, List.of()));
  }

  private static void assertKind(Kind kind, HttpTransport transport, HttpCall call) {
    assertThatThrownBy(() -> transport.send(call))
        .isInstanceOfSatisfying(
            TransportException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }
}
