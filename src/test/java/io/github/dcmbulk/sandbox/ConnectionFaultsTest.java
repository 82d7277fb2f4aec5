package io.github.dcmbulk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults of connections: incomplete, late or missing answers. */
class ConnectionFaultsTest {
  private static final byte[] INSTANCE = Part10.instance("1.2", "1.3", "1.4");

  @TempDir Path lake;

  @Test
  void anEarlyAnswerComesBeforeTheBody() throws Exception {
    try (SandboxServer sandbox = FaultySandbox.start(lake, "early-answer");
        RawClient raw = new RawClient(sandbox)) {
      raw.putHead(new SandboxClient(sandbox).freshUrl(), "Content-Length: 1000000");

      assertThat(raw.readHead()).startsWith("HTTP/1.1 503 ").contains("Connection: close");
    }
  }

  @Test
  void aResetEndsTheConnectionInTheBody() throws Exception {
    try (SandboxServer sandbox = FaultySandbox.start(lake, "reset:x1")) {
      SandboxClient client = new SandboxClient(sandbox);
      String url = client.freshUrl();
      byte[] large = Part10.large("1.2", "1.3", "1.4", 1_000_000);
      try (RawClient raw = new RawClient(sandbox)) {
        raw.putHead(url, "Content-Length: " + large.length);
        raw.write(Arrays.copyOf(large, large.length / 2));
        assertThatThrownBy(raw::readHead).isInstanceOf(IOException.class);
      }
      assertThat(FaultySandbox.instances(lake)).isZero();
      assertThat(client.put(url, large).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aResetAfterwardsHasStoredTheInstance() throws Exception {
    try (SandboxServer sandbox = FaultySandbox.start(lake, "reset-after:x1")) {
      SandboxClient client = new SandboxClient(sandbox);
      String url = client.freshUrl();
      try (RawClient raw = new RawClient(sandbox)) {
        raw.putHead(url, "Content-Length: " + INSTANCE.length);
        raw.write(INSTANCE);
        assertThatThrownBy(raw::readHead).isInstanceOf(IOException.class);
      }
      assertThat(FaultySandbox.instances(lake)).isOne();
      assertThat(client.audit("upload").get(0).required("outcome").asText())
          .isEqualTo("stored, fault reset-after");
      assertThat(client.put(url, INSTANCE).statusCode()).as("used").isEqualTo(403);
    }
  }

  @Test
  void aLateAnswerComesAfterTheInstanceWasStored() throws Exception {
    try (SandboxServer sandbox = FaultySandbox.start(lake, "late-answer=10m:x1")) {
      SandboxClient client = new SandboxClient(sandbox);
      try (RawClient raw = new RawClient(sandbox)) {
        raw.putHead(client.freshUrl(), "Content-Length: " + INSTANCE.length);
        raw.write(INSTANCE);
        raw.waitAtMost(Duration.ofMillis(500));
        assertThatThrownBy(raw::readHead).isInstanceOf(SocketTimeoutException.class);
        while (client.audit("upload").isEmpty()) {
          Thread.onSpinWait();
        }
        assertThat(FaultySandbox.instances(lake)).isOne();
      }
      assertThat(client.put(client.freshUrl(), INSTANCE).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void latencyDelaysEveryRequest() throws Exception {
    try (SandboxServer sandbox = FaultySandbox.start(lake, "latency=30ms")) {
      SandboxClient client = new SandboxClient(sandbox);
      long start = System.nanoTime();
      client.put(client.freshUrl(), INSTANCE);

      assertThat(System.nanoTime() - start)
          .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(90));
    }
  }

  @Test
  void aStallEndsInAReset() throws Exception {
    try (SandboxServer sandbox = FaultySandbox.start(lake, "stall=1ms:x1");
        RawClient raw = new RawClient(sandbox)) {
      raw.write("GET /v1/upload HTTP/1.1\r\nHost: x\r\n\r\n");

      assertThatThrownBy(raw::readHead).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aStalledRequestDoesNotHoldUpTheEnd() throws Exception {
    SandboxServer sandbox = FaultySandbox.start(lake, "stall");
    try (RawClient raw = new RawClient(sandbox)) {
      raw.write("GET /v1/upload HTTP/1.1\r\nHost: x\r\n\r\n");
      CompletableFuture<String> answer =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return raw.readHead();
                } catch (IOException e) {
                  return "";
                }
              });
      sandbox.close();

      assertThat(answer.get(300, TimeUnit.SECONDS)).isEmpty();
    }
  }
}
