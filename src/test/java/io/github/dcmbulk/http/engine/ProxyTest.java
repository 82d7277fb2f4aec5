package io.github.dcmbulk.http.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.http.HttpBody;
import io.github.dcmbulk.http.HttpCall;
import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpSettings.Client;
import io.github.dcmbulk.http.HttpSettings.Proxy;
import io.github.dcmbulk.http.HttpSettings.Tls;
import io.github.dcmbulk.http.HttpTransport;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.http.RawServer;
import io.github.dcmbulk.http.TestIdentity;
import io.github.dcmbulk.http.TransportException;
import io.github.dcmbulk.http.TransportException.Kind;
import io.github.dcmbulk.model.Secret;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(300)
class ProxyTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String WHO =
      "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n";

  /** {@code me:pass}, as RFC 7617 writes it. */
  private static final String AUTHORIZED = "Proxy-Authorization: Basic bWU6cGFzcw==";

  private static HttpSettings through(RawServer proxy, String password, String... noProxy) {
    return HttpSettings.DEFAULT.withProxy(
        new Proxy(proxy.url("/"), "me", Secret.of(password), List.of(noProxy)));
  }

  private static RawServer.Script guarded(RawServer.Script script) {
    return connection -> {
      String head = connection.readHead();
      while (head != null && !head.contains(AUTHORIZED)) {
        connection.readBody();
        connection.write(WHO);
        head = connection.readHead();
      }
      if (head != null) {
        script.serve(connection);
      }
    };
  }

  @Test
  void aPlainPutGoesThroughAtTheFirstTry() throws Exception {
    try (RawServer proxy =
            new RawServer(
                guarded(
                    connection -> {
                      connection.readBody();
                      connection.write(OK);
                    }));
        HttpTransport transport = Clients.open(Client.DCMBULK, through(proxy, "pass"))) {
      HttpUrl url = HttpUrl.parse("http://lake.example.org/a//b?c=d+e");
      HttpCall put = HttpCall.put(url, Map.of(), HttpBody.of(new byte[10]), false);
      assertThat(transport.send(put).status()).isEqualTo(200);
      assertThat(proxy.heads())
          .singleElement()
          .asString()
          .startsWith("PUT http://lake.example.org/a//b?c=d+e HTTP/1.1\r\n")
          .contains("Host: lake.example.org\r\n");
    }
  }

  @ParameterizedTest
  @EnumSource(value = Client.class, mode = EnumSource.Mode.EXCLUDE, names = "CRT")
  void anEncryptedRequestGoesThroughATunnel(Client client, @TempDir Path dir) throws Exception {
    TestIdentity identity = new TestIdentity(dir, "server");
    try (RawServer server =
            new RawServer(
                identity.context(identity).getServerSocketFactory(),
                "127.0.0.1",
                RawServer.answering(OK));
        RawServer proxy = new RawServer(guarded(c -> tunnel(c, server.port())));
        HttpTransport transport =
            Clients.open(
                client,
                through(proxy, "pass").withTls(new Tls(identity.certificate(), null, null)))) {
      HttpUrl url = HttpUrl.parse("https://127.0.0.1:" + server.port() + "/k?sig=abc");
      HttpCall put = HttpCall.put(url, Map.of(), HttpBody.of(new byte[10]), false);
      assertThat(transport.send(put).status()).isEqualTo(200);
      assertThat(server.heads().get(0))
          .startsWith("PUT /k?sig=abc HTTP/1.1\r\n")
          .doesNotContain("Proxy-Authorization");
      assertThat(proxy.heads()).allMatch(head -> head.startsWith("CONNECT 127.0.0.1:"));
    }
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void aWrongPasswordIsReported(Client client) throws Exception {
    try (RawServer proxy = new RawServer(guarded(connection -> {}));
        HttpTransport transport = Clients.open(client, through(proxy, "wrong"))) {
      for (String scheme : List.of("http", "https")) {
        HttpUrl url = HttpUrl.parse(scheme + "://lake.example.org/k");
        assertThatThrownBy(() -> transport.send(HttpCall.get(url, Map.of())))
            .isInstanceOfSatisfying(
                TransportException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PROXY))
            .hasMessageNotContaining("wrong");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "502, CONNECT, 'the proxy %s: it cannot reach https://lake.example.org (502)'",
    "403, PROXY, 'https://lake.example.org through the proxy %s: the proxy refused to connect"
        + " (403)'",
  })
  void aProxyThatRefusesToConnectIsReported(int status, Kind kind, String message)
      throws Exception {
    String refusal = "HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\n\r\n";
    try (RawServer proxy = new RawServer(RawServer.answering(refusal));
        HttpTransport transport = Clients.open(Client.DCMBULK, through(proxy, "pass"))) {
      HttpUrl url = HttpUrl.parse("https://lake.example.org/k?sig=abc");
      assertThatThrownBy(() -> transport.send(HttpCall.get(url, Map.of())))
          .isInstanceOfSatisfying(
              TransportException.class, e -> assertThat(e.kind()).isEqualTo(kind))
          .hasMessage(message.formatted("http://127.0.0.1:" + proxy.port()));
    }
  }

  private static void tunnel(RawServer.Connection connection, int port) throws Exception {
    try (Socket inner = new Socket(InetAddress.getLoopbackAddress(), port)) {
      connection.write("HTTP/1.1 200 Tunnel\r\n\r\n");
      Thread back = new Thread(() -> copy(inner, connection.socket()));
      back.start();
      copy(connection.socket(), inner);
      back.join();
    }
  }

  private static void copy(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (java.io.IOException e) {
      // Closed by the test.
    }
  }
}
