package io.github.dcmbulk.http.engine;

import static io.github.dcmbulk.http.Zeros.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.http.HttpAnswer;
import io.github.dcmbulk.http.HttpCall;
import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpSettings.Client;
import io.github.dcmbulk.http.HttpTransport;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.http.RawServer;
import io.github.dcmbulk.http.Zeros;
import io.github.dcmbulk.model.UsageException;
import java.util.Map;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
@ParameterizedClass
@EnumSource(Client.class)
class HttpTransportTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final HttpTransport transport;

  HttpTransportTest(Client client) throws UsageException {
    transport = Clients.open(client, HttpSettings.DEFAULT);
  }

  @AfterEach
  void close() {
    transport.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/a+b%2Bc%20d/%E2%82%AC?z=1&a=2&a=3&empty=&bare&plus=a+b&slash=x//y&sig=%2F%2f==",
        "/dots/../../kept/./?q",
        "/?only=query",
        "/a;b=c,d:e@f!$'()*~",
      })
  void theTargetIsSentByteForByte(String target) throws Exception {
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
  void anAnswerBeforeTheEndOfTheBodyIsReceivedWhenTheServerReadsOn() throws Exception {
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
}
