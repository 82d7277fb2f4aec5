package io.github.dcmbulk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers close idle connections when they like, and may do so just before the next request. */
@Timeout(300)
class KeptConnectionTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final AtomicInteger connections = new AtomicInteger();

  /** Answers once on each connection, and resets it when it is used again. */
  private RawServer forgetful() throws Exception {
    return new RawServer(
        connection -> {
          connections.incrementAndGet();
          connection.readHead();
          connection.readBody();
          connection.write(OK);
          connection.readHead();
          connection.reset();
        });
  }

  private static InputStream fromDisk(byte[] bytes) {
    return new SequenceInputStream(new ByteArrayInputStream(bytes), InputStream.nullInputStream());
  }

  @Test
  void aRequestOnAConnectionThatWasClosedIsSentAgain() throws Exception {
    try (RawServer at = forgetful();
        HttpTransport transport = HttpTransport.open(HttpSettings.DEFAULT, Duration.ZERO)) {
      for (int i = 0; i < 5; i++) {
        assertThat(transport.send(HttpCall.get(at.url("/a"), Map.of())).status()).isEqualTo(200);
      }
      assertThat(connections).hasValue(5);
    }
  }

  @Test
  void aBodyInMemoryIsSentAgainFromItsBeginning() throws Exception {
    try (RawServer at = forgetful();
        HttpTransport transport = HttpTransport.open(HttpSettings.DEFAULT, Duration.ZERO)) {
      for (int i = 0; i < 3; i++) {
        HttpCall put = HttpCall.put(at.url("/a"), Map.of(), HttpBody.of(new byte[100_000]), false);
        assertThat(transport.send(put).status()).isEqualTo(200);
      }
    }
  }

  @Test
  void aBodyThatCannotBeReadAgainIsLeftToTheCaller() throws Exception {
    byte[] bytes = new byte[1000];
    try (RawServer at = forgetful();
        HttpTransport transport = HttpTransport.open(HttpSettings.DEFAULT, Duration.ZERO)) {
      transport.send(HttpCall.get(at.url("/a"), Map.of()));
      HttpCall put =
          HttpCall.put(at.url("/a"), Map.of(), new HttpBody(bytes.length, fromDisk(bytes)), false);
      assertThatThrownBy(() -> transport.send(put))
          .isInstanceOfSatisfying(TransportException.class, e -> assertThat(e.isStale()).isTrue());
    }
  }

  @Test
  void aConnectionThatWasUsedAMomentAgoBreaksForAnotherReason() throws Exception {
    try (RawServer at = forgetful();
        HttpTransport transport = HttpTransport.open(HttpSettings.DEFAULT, Duration.ofDays(1))) {
      transport.send(HttpCall.get(at.url("/a"), Map.of()));
      assertThatThrownBy(() -> transport.send(HttpCall.get(at.url("/a"), Map.of())))
          .isInstanceOfSatisfying(TransportException.class, e -> assertThat(e.isStale()).isFalse());
    }
  }

  @Test
  void aNewConnectionThatBreaksIsAFailureAndNothingElse() throws Exception {
    try (RawServer at =
            new RawServer(
                connection -> {
                  connections.incrementAndGet();
                  connection.readHead();
                  connection.reset();
                });
        HttpTransport transport = HttpTransport.open(HttpSettings.DEFAULT, Duration.ZERO)) {
      assertThatThrownBy(() -> transport.send(HttpCall.get(at.url("/a"), Map.of())))
          .isInstanceOfSatisfying(TransportException.class, e -> assertThat(e.isStale()).isFalse());
      assertThat(connections).hasValue(1);
    }
  }
}
