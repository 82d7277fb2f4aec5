package io.github.dcmbulk.http.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.http.HttpBody;
import io.github.dcmbulk.http.HttpCall;
import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpSettings.Client;
import io.github.dcmbulk.http.HttpTransport;
import io.github.dcmbulk.http.RawServer;
import io.github.dcmbulk.http.Zeros;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How our client reads a body; the others copy it through buffers. */
@Timeout(300)
class BodyReadingTest {
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
    assertThat(received(new HttpBody(200_000, true, () -> memory))).isEqualTo(200_000);
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
    assertThat(received(HttpBody.of(200_000, () -> file))).isEqualTo(200_000);
    assertThat(asked).containsExactly(65_536, 65_536, 65_536, 200_000 - 3 * 65_536);
  }

  private static long received(HttpBody body) throws Exception {
    AtomicLong received = new AtomicLong();
    try (RawServer server =
            new RawServer(
                connection -> {
                  connection.readHead();
                  received.set(connection.readBody());
                  connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                });
        HttpTransport transport = Clients.open(Client.DCMBULK, HttpSettings.DEFAULT)) {
      HttpCall call = HttpCall.put(server.url("/k"), Map.of(), body, false);
      assertThat(transport.send(call).status()).isEqualTo(200);
    }
    return received.get();
  }
}
