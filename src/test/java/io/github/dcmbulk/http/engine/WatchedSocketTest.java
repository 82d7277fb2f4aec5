package io.github.dcmbulk.http.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A socket whose reads another thread limits. */
@Timeout(300)
class WatchedSocketTest {
  private static final Duration NEVER = Duration.ofDays(1);

  private ServerSocket server;
  private WatchedSocket socket;
  private Socket peer;

  @BeforeEach
  void connect() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    socket = new WatchedSocket(NEVER);
    socket.connect(server.getLocalSocketAddress());
    peer = server.accept();
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    peer.close();
    server.close();
  }

  private void send(String text) throws IOException {
    peer.getOutputStream().write(text.getBytes(US_ASCII));
    peer.shutdownOutput();
  }

  @Test
  void returnsAllBytesInPiecesOfAnyLength() throws IOException {
    send("a head, a body, ".repeat(10_000) + "and the end");
    InputStream in = socket.getInputStream();
    assertThat(in.read()).isEqualTo('a');
    assertThat(in.readNBytes(7)).asString(US_ASCII).isEqualTo(" head, ");
    assertThat(in.skip(2)).isEqualTo(2);
    byte[] large = in.readNBytes(40_000);
    assertThat(large).asString(US_ASCII).startsWith("body, a head, ").hasSize(40_000);
    assertThat(in.readAllBytes()).asString(US_ASCII).endsWith("a body, and the end");
    assertThat(in.read()).isEqualTo(-1);
  }

  @Test
  void readsWhatFollowsTheHeadOfARecordWithIt() throws IOException {
    send("12345the record");
    InputStream in = socket.getInputStream();
    // Until everything has arrived.
    while (in.available() < 15) {
      Thread.onSpinWait();
    }
    assertThat(in.readNBytes(5)).asString(US_ASCII).isEqualTo("12345");
    socket.limitReads(Duration.ZERO);
    assertThat(in.available()).isEqualTo(10);
    assertThat(socket.getInputStream().readNBytes(10)).asString(US_ASCII).isEqualTo("the record");
  }

  @Test
  void aReadThatTakesTooLongEndsAndTheSocketIsClosed() throws IOException {
    socket.limitReads(Duration.ZERO);
    AtomicBoolean ended = new AtomicBoolean();
    Thread watch =
        new Thread(
            () -> {
              while (!ended.get()) {
                socket.checkRead();
              }
            });
    watch.start();
    try {
      InputStream in = socket.getInputStream();
      assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
      assertThat(socket.isClosed()).isTrue();
    } finally {
      ended.set(true);
    }
  }

  @Test
  void aSocketThatIsNotBeingReadStaysOpen() {
    socket.limitReads(Duration.ZERO);
    socket.checkRead();
    assertThat(socket.isClosed()).isFalse();
  }
}
