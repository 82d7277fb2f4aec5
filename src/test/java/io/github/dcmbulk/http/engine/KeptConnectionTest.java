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
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Servers may close idle connections at any time, also just before the next request. Only our
 * client repeats a request then.
 */
@Timeout(300)
class KeptConnectionTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final AtomicInteger connections = new AtomicInteger();

  /** Answers once on each connection, and resets it at the second request. */
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
        HttpTransport transport =
            Clients.open(Client.DCMBULK, HttpSettings.DEFAULT, Duration.ZERO)) {
      for (int i = 0; i < 5; i++) {
        assertThat(transport.send(HttpCall.get(at.url("/a"), Map.of())).status()).isEqualTo(200);
      }
      assertThat(connections).hasValue(5);
    }
  }

  @Test
  void aBodyInMemoryIsSentAgainFromItsBeginning() throws Exception {
    try (RawServer at = forgetful();
        HttpTransport transport =
            Clients.open(Client.DCMBULK, HttpSettings.DEFAULT, Duration.ZERO)) {
      for (int i = 0; i < 3; i++) {
        HttpCall put = HttpCall.put(at.url("/a"), Map.of(), HttpBody.of(new byte[100_000]), false);
        assertThat(transport.send(put).status()).isEqualTo(200);
      }
    }
  }

  @Test
  void aBodyFromDiskIsOpenedAgain() throws Exception {
    byte[] bytes = new byte[100_000];
    AtomicInteger opened = new AtomicInteger();
    HttpBody body =
        HttpBody.of(
            bytes.length,
            () -> {
              opened.incrementAndGet();
              return fromDisk(bytes);
            });
    try (RawServer at = forgetful();
        HttpTransport transport =
            Clients.open(Client.DCMBULK, HttpSettings.DEFAULT, Duration.ZERO)) {
      transport.send(HttpCall.get(at.url("/a"), Map.of()));
      HttpCall put = HttpCall.put(at.url("/a"), Map.of(), body, false);
      assertThat(transport.send(put).status()).isEqualTo(200);
      assertThat(opened).hasValueGreaterThan(0);
    }
  }

  @Test
  void aBodyThatCannotBeOpenedAgainIsTheSourcesFault() throws Exception {
    HttpBody body =
        HttpBody.opened(
            100_000,
            false,
            new Zeros(100_000),
            () -> {
              throw new NoSuchFileException("gone");
            });
    try (RawServer at = forgetful();
        HttpTransport transport =
            Clients.open(Client.DCMBULK, HttpSettings.DEFAULT, Duration.ZERO)) {
      transport.send(HttpCall.get(at.url("/a"), Map.of()));
      HttpCall put = HttpCall.put(at.url("/a"), Map.of(), body, false);
      assertThatThrownBy(() -> transport.send(put))
          .isInstanceOfSatisfying(
              TransportException.class, e -> assertThat(e.kind()).isEqualTo(Kind.SOURCE))
          .hasMessageEndingWith("could not be read");
    }
  }

  /** crt may open another connection. */
  @ParameterizedTest
  @EnumSource(value = Client.class, mode = EnumSource.Mode.EXCLUDE, names = "CRT")
  void connectionsAreUsedAgain(Client client) throws Exception {
    try (RawServer server =
            new RawServer(
                connection -> {
                  connections.incrementAndGet();
                  RawServer.answering(OK).serve(connection);
                });
        HttpTransport transport = Clients.open(client, HttpSettings.DEFAULT)) {
      for (int i = 0; i < 5; i++) {
        assertThat(transport.send(HttpCall.get(server.url("/k"), Map.of())).text()).isEqualTo("ok");
      }
      assertThat(connections).hasValue(1);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Client.class, mode = EnumSource.Mode.EXCLUDE, names = "CRT")
  void aConnectionThatWasUsedAMomentAgoBreaksForAnotherReason(Client client) throws Exception {
    try (RawServer at = forgetful();
        HttpTransport transport = Clients.open(client, HttpSettings.DEFAULT, Duration.ofDays(1))) {
      transport.send(HttpCall.get(at.url("/a"), Map.of()));
      assertThatThrownBy(() -> transport.send(HttpCall.get(at.url("/a"), Map.of())))
          .isInstanceOfSatisfying(
              TransportException.class, e -> assertThat(e.kind()).isEqualTo(Kind.RESET));
    }
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void aNewConnectionThatBreaksIsAFailureAndNothingElse(Client client) throws Exception {
    try (RawServer at =
            new RawServer(
                connection -> {
                  connections.incrementAndGet();
                  connection.readHead();
                  connection.reset();
                });
        HttpTransport transport = Clients.open(client, HttpSettings.DEFAULT, Duration.ZERO)) {
      assertThatThrownBy(() -> transport.send(HttpCall.get(at.url("/a"), Map.of())))
          .isInstanceOfSatisfying(
              TransportException.class, e -> assertThat(e.kind()).isEqualTo(Kind.RESET));
      assertThat(connections).hasValue(1);
    }
  }
}
