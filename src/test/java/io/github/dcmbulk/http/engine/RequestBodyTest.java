package io.github.dcmbulk.http.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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

  private final Client client;
  private final HttpTransport transport;

  RequestBodyTest(Client client) throws UsageException {
    this.client = client;
    transport = Clients.open(client, HttpSettings.DEFAULT);
  }

  @AfterEach
  void close() {
    transport.close();
  }

  @Test
  void aBodyThatEndsEarlyIsTheSourcesFault() throws Exception {
    assertSource(10_000_000, new Zeros(9_000_000), "ended 1000000 bytes early");
    assertSource(100, new Zeros(99), "ended 1 bytes early");
  }

  @Test
  void aBodyInMemoryOfAnotherLengthIsTheSourcesFault() throws Exception {
    assertSource(inMemory(100, new byte[99]), "ended 1 bytes early");
    assertSource(inMemory(100, new byte[101]), "has more than 100 bytes");
  }

  @Test
  void aBodyThatHasGrownIsNotSentWhole() throws Exception {
    assertSource(100_000, new Zeros(100_001), "has more than 100000 bytes");
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
  void aBodyInMemoryGoesOutWithoutBeingCopied() throws Exception {
    assumeOurs("apache5 and crt copy a body through buffers of their own");
    AtomicBoolean handedOver = new AtomicBoolean();
    InputStream memory =
        new ByteArrayInputStream(new byte[200_000]) {
          @Override
          public synchronized long transferTo(OutputStream out) throws IOException {
            handedOver.set(true);
            return super.transferTo(out);
          }

          @Override
          public synchronized int read(byte[] into, int offset, int length) {
            throw new IllegalStateException("would be copied");
          }
        };
    assertThat(received(new HttpBody(200_000, true, () -> memory))).isEqualTo(200_000);
    assertThat(handedOver).isTrue();
  }

  @Test
  void aBodyIsReadInLargePieces() throws Exception {
    assumeOurs("apache5 and crt copy a body through buffers of their own");
    List<Integer> asked = new ArrayList<>();
    InputStream file =
        new FilterInputStream(new Zeros(200_000)) {
          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            asked.add(length);
            return super.read(into, offset, length);
          }
        };
    assertThat(received(HttpBody.of(200_000, () -> file))).isEqualTo(200_000);
    assertThat(asked).containsExactly(65_536, 65_536, 65_536, 200_000 - 3 * 65_536);
  }

  private void assumeOurs(String why) {
    assumeTrue(client == Client.DCMBULK, why);
  }

  private static HttpBody inMemory(long length, byte[] bytes) {
    return new HttpBody(length, true, () -> new ByteArrayInputStream(bytes));
  }

  private static HttpCall call(RawServer server, HttpBody body) {
    return HttpCall.put(server.url("/k"), Map.of(), body, false);
  }

  private long received(HttpBody body) throws Exception {
    AtomicLong received = new AtomicLong();
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readHead();
              received.set(connection.readBody());
              connection.write(OK);
            })) {
      assertThat(transport.send(call(server, body)).status()).isEqualTo(200);
    }
    return received.get();
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
