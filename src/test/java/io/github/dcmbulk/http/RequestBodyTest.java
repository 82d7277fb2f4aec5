package io.github.dcmbulk.http;

import static io.github.dcmbulk.http.Zeros.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.http.TransportException.Kind;
import io.github.dcmbulk.model.UsageException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A body goes out with the length that was announced, or the request fails. */
@Timeout(300)
class RequestBodyTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final HttpTransport transport = HttpTransport.open(HttpSettings.DEFAULT);

  RequestBodyTest() throws UsageException {}

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
  void aBodyInMemoryGoesOutWithoutBeingCopied() throws Exception {
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
    assertThat(received(memory, 200_000)).isEqualTo(200_000);
    assertThat(handedOver).isTrue();
  }

  @Test
  void aBodyIsReadInLargePieces() throws Exception {
    List<Integer> asked = new ArrayList<>();
    InputStream file =
        new FilterInputStream(new Zeros(200_000)) {
          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            asked.add(length);
            return super.read(into, offset, length);
          }
        };
    assertThat(received(file, 200_000)).isEqualTo(200_000);
    assertThat(asked).containsExactly(65_536, 65_536, 65_536, 200_000 - 3 * 65_536);
  }

  private long received(InputStream body, long length) throws Exception {
    AtomicLong received = new AtomicLong();
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readHead();
              received.set(connection.readBody());
              connection.write(OK);
            })) {
      assertThat(transport.send(put(server.url("/k"), length, body)).status()).isEqualTo(200);
    }
    return received.get();
  }

  private void assertSource(long length, InputStream body, String what) throws Exception {
    try (RawServer server = new RawServer(RawServer.answering(OK))) {
      assertThatThrownBy(() -> transport.send(put(server.url("/k"), length, body)))
          .isInstanceOfSatisfying(
              TransportException.class, e -> assertThat(e.kind()).isEqualTo(Kind.SOURCE))
          .hasMessageEndingWith(what);
    }
  }
}
