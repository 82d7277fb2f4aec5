package io.github.dcmbulk.http.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.http.HttpBody;
import io.github.dcmbulk.http.HttpCall;
import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpSettings.Client;
import io.github.dcmbulk.http.HttpTransport;
import io.github.dcmbulk.http.RawServer;
import io.github.dcmbulk.http.TransportException;
import io.github.dcmbulk.http.TransportException.Kind;
import io.github.dcmbulk.http.Zeros;
import io.github.dcmbulk.model.UsageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A body is sent with the announced length, or the request fails. */
@Timeout(300)
@ParameterizedClass
@EnumSource(Client.class)
class RequestBodyTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final HttpTransport transport;

  RequestBodyTest(Client client) throws UsageException {
    transport = Clients.open(client, HttpSettings.DEFAULT);
  }

  @AfterEach
  void close() {
    transport.close();
  }

  @Test
  void aBodyThatEndsEarlyIsTheSourcesFault() throws Exception {
    assertSource(10_000_000, new Zeros(9_000_000), "ended 1,000,000 bytes early");
    assertSource(100, new Zeros(99), "ended 1 byte early");
  }

  @Test
  void aBodyInMemoryOfAnotherLengthIsTheSourcesFault() throws Exception {
    assertSource(inMemory(100, new byte[99]), "ended 1 byte early");
    assertSource(inMemory(100, new byte[101]), "has more than 100 bytes");
  }

  @Test
  void aBodyThatHasGrownIsNotSentWhole() throws Exception {
    assertSource(100_000, new Zeros(100_001), "has more than 100,000 bytes");
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

  private static HttpBody inMemory(long length, byte[] bytes) {
    return new HttpBody(length, true, () -> new ByteArrayInputStream(bytes));
  }

  private static HttpCall call(RawServer server, HttpBody body) {
    return HttpCall.put(server.url("/k"), Map.of(), body, false);
  }

  private void assertSource(long length, InputStream bytes, String what) throws Exception {
    assertSource(HttpBody.of(length, () -> bytes), what);
  }

  private void assertSource(HttpBody body, String what) throws Exception {
    try (RawServer server = new RawServer(RawServer.answering(OK))) {
      assertThatThrownBy(() -> transport.send(call(server, body)))
          .isInstanceOfSatisfying(
              TransportException.class, e -> assertThat(e.kind()).isEqualTo(Kind.SOURCE))
          .hasMessageEndingWith(what);
    }
  }
}
