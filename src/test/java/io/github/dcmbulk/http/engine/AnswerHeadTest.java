package io.github.dcmbulk.http.engine;

import static io.github.dcmbulk.http.Zeros.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpSettings.Client;
import io.github.dcmbulk.http.HttpTransport;
import io.github.dcmbulk.http.RawServer;
import io.github.dcmbulk.http.TransportException;
import io.github.dcmbulk.http.Zeros;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Gateways add long headers (policies, cookies, traces) to answers. */
@Timeout(300)
class AnswerHeadTest {
  @Test
  void longHeadersAndManyAreRead() throws Exception {
    assertThat(status("X-Policy: " + "a".repeat(90_000) + "\r\n")).isEqualTo(200);
    assertThat(status("Set-Cookie: a=b\r\n".repeat(900))).isEqualTo(200);
  }

  @Test
  void aHeadWithoutEndIsNot() {
    assertThatThrownBy(() -> status("X-Policy: " + "a".repeat(200_000) + "\r\n"))
        .isInstanceOfSatisfying(
            TransportException.class,
            e -> assertThat(e.kind()).isEqualTo(TransportException.Kind.PROTOCOL))
        .hasMessageContaining("headers are too long");
  }

  private static int status(String headers) throws Exception {
    try (HttpTransport transport = Clients.open(Client.DCMBULK, HttpSettings.DEFAULT);
        RawServer server =
            new RawServer(
                connection -> {
                  connection.readHead();
                  connection.readBody();
                  connection.write("HTTP/1.1 200 OK\r\n" + headers + "Content-Length: 0\r\n\r\n");
                })) {
      return transport.send(put(server.url("/k"), 3, new Zeros(3))).status();
    }
  }
}
