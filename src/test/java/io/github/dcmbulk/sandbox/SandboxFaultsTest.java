package io.github.dcmbulk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault strikes once; the same request is served the second time. */
class SandboxFaultsTest {
  private static final byte[] INSTANCE = Part10.instance("1.2", "1.3", "1.4");

  @TempDir Path lake;

  @ParameterizedTest
  @CsvSource({"token-refused, 401, invalid_client", "token-unavailable, 503, ''"})
  void tokenFaults(String fault, int status, String body) throws Exception {
    try (SandboxServer sandbox = start(fault + ":x1")) {
      SandboxClient client = new SandboxClient(sandbox);
      HttpResponse<String> answer = client.send(client.tokenRequest());

      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.body()).contains(body);
      assertThat(client.send(client.tokenRequest()).statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "token-expired, 401, token-expired",
    "presign-unavailable, 503, unavailable",
    "presign-throttled=7s, 429, throttled",
    "presign-html, 200, <html>",
  })
  void presignFaults(String fault, int status, String body) throws Exception {
    try (SandboxServer sandbox = start(fault + ":x1")) {
      SandboxClient client = new SandboxClient(sandbox);
      String token = client.token();
      HttpResponse<String> answer = client.presign(token);

      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.body()).contains(body);
      assertThat(answer.headers().firstValue("Retry-After").orElse(""))
          .isEqualTo(status == 429 ? "7" : "");
      assertThat(SandboxClient.json(client.presign(token)).has("url")).isTrue();
    }
  }

  @Test
  void aTruncatedAnswerIsNoJson() throws Exception {
    try (SandboxServer sandbox = start("presign-truncated:x1")) {
      SandboxClient client = new SandboxClient(sandbox);
      HttpResponse<String> answer = client.presign(client.token());

      assertThatThrownBy(() -> SandboxClient.json(answer)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void anExpiredUrlIsIssued() throws Exception {
    try (SandboxServer sandbox = start("url-expired:x1")) {
      SandboxClient client = new SandboxClient(sandbox);

      assertThat(client.put(client.freshUrl(), INSTANCE).body()).contains("Request has expired");
      assertThat(client.put(client.freshUrl(), INSTANCE).statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "slow-down, 503, SlowDown",
    "internal-error, 500, InternalError",
    "request-timeout, 400, RequestTimeout",
    "access-denied, 403, AccessDenied",
    "bad-digest, 400, BadDigest",
    "early-answer, 503, ServiceUnavailable",
  })
  void putFaultsStoreNothing(String fault, int status, String code) throws Exception {
    try (SandboxServer sandbox = start(fault + ":x1")) {
      SandboxClient client = new SandboxClient(sandbox);
      String url = client.freshUrl();
      HttpResponse<String> answer = client.put(url, INSTANCE);

      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.body()).contains("<Code>" + code + "</Code>");
      assertThat(instances()).isZero();
      assertThat(client.audit("upload").get(0).required("outcome").asText())
          .isEqualTo("fault " + fault);
      assertThat(client.put(url, INSTANCE).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void anEarlyAnswerComesBeforeTheBody() throws Exception {
    try (SandboxServer sandbox = start("early-answer");
        RawClient raw = new RawClient(sandbox)) {
      raw.putHead(new SandboxClient(sandbox).freshUrl(), "Content-Length: 1000000");

      assertThat(raw.readHead()).startsWith("HTTP/1.1 503 ").contains("Connection: close");
    }
  }

  @Test
  void aResetEndsTheConnectionInTheBody() throws Exception {
    try (SandboxServer sandbox = start("reset:x1")) {
      SandboxClient client = new SandboxClient(sandbox);
      String url = client.freshUrl();
      byte[] large = Part10.large("1.2", "1.3", "1.4", 1_000_000);
      try (RawClient raw = new RawClient(sandbox)) {
        raw.putHead(url, "Content-Length: " + large.length);
        raw.write(Arrays.copyOf(large, large.length / 2));
        assertThatThrownBy(raw::readHead).isInstanceOf(IOException.class);
      }
      assertThat(instances()).isZero();
      assertThat(client.put(url, large).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aResetAfterwardsHasStoredTheInstance() throws Exception {
    try (SandboxServer sandbox = start("reset-after:x1")) {
      SandboxClient client = new SandboxClient(sandbox);
      String url = client.freshUrl();
      try (RawClient raw = new RawClient(sandbox)) {
        raw.putHead(url, "Content-Length: " + INSTANCE.length);
        raw.write(INSTANCE);
        assertThatThrownBy(raw::readHead).isInstanceOf(IOException.class);
      }
      assertThat(instances()).isOne();
      assertThat(client.audit("upload").get(0).required("outcome").asText())
          .isEqualTo("stored, fault reset-after");
      assertThat(client.put(url, INSTANCE).statusCode()).as("used").isEqualTo(403);
    }
  }

  @Test
  void aWrongEtagIsNotTheMd5() throws Exception {
    try (SandboxServer sandbox = start("wrong-etag:x1")) {
      SandboxClient client = new SandboxClient(sandbox);
      String wrong = etag(client.put(client.freshUrl(), INSTANCE));
      String right = etag(client.put(client.freshUrl(), INSTANCE));

      assertThat(wrong).hasSameSizeAs(right).isNotEqualTo(right);
    }
  }

  @Test
  void latencyDelaysEveryRequest() throws Exception {
    try (SandboxServer sandbox = start("latency=30ms")) {
      SandboxClient client = new SandboxClient(sandbox);
      long start = System.nanoTime();
      client.put(client.freshUrl(), INSTANCE);

      assertThat(System.nanoTime() - start)
          .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(90));
    }
  }

  @Test
  void aStallEndsInAReset() throws Exception {
    try (SandboxServer sandbox = start("stall=1ms:x1");
        RawClient raw = new RawClient(sandbox)) {
      raw.write("GET /v1/upload HTTP/1.1\r\nHost: x\r\n\r\n");

      assertThatThrownBy(raw::readHead).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aStalledRequestDoesNotHoldUpTheEnd() throws Exception {
    SandboxServer sandbox = start("stall");
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

      assertThat(answer.get(10, TimeUnit.SECONDS)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void mixedFaultsLoseNothingForAClientThatTriesAgain(int seed) throws Exception {
    List<Fault> faults =
        Stream.of("slow-down:10%", "internal-error:10%", "bad-digest:10%", "url-expired:10%")
            .map(Fault::parse)
            .toList();
    SandboxSettings settings = SandboxSettings.builder(lake).faults(faults).seed(seed).build();
    try (SandboxServer sandbox = SandboxServer.start(settings)) {
      SandboxClient client = new SandboxClient(sandbox);
      for (int i = 0; i < 50; i++) {
        byte[] instance = Part10.instance("1.2", "1.3", "1.4." + i);
        while (client.put(client.freshUrl(), instance).statusCode() != 200) {
          // Again, with a fresh URL.
        }
      }
      assertThat(instances()).isEqualTo(50);
      assertThat(client.audit("upload")).hasSizeBetween(60, 150);
    }
  }

  private SandboxServer start(String fault) throws IOException {
    return SandboxServer.start(
        SandboxSettings.builder(lake).faults(List.of(Fault.parse(fault))).build());
  }

  private long instances() throws IOException {
    try (Stream<Path> walk = Files.walk(lake)) {
      return walk.filter(path -> path.toString().endsWith(".dcm")).count();
    }
  }

  private static String etag(HttpResponse<String> answer) {
    return answer.headers().firstValue("ETag").orElse("");
  }
}
