package io.github.dcmbulk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.sandbox.fault.Fault;
import io.github.dcmbulk.sandbox.settings.SandboxSettings;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    "expired-token, 400, ExpiredToken",
    "invalid-token, 400, InvalidToken",
    "time-skewed, 403, RequestTimeTooSkewed",
    "operation-aborted, 409, OperationAborted",
    "conditional-conflict, 409, ConditionalRequestConflict",
    "precondition-failed, 412, PreconditionFailed",
    "no-such-bucket, 404, NoSuchBucket",
    "key-revoked, 403, InvalidAccessKeyId",
    "quota-exceeded, 403, QuotaExceeded",
    "storage-full, 507, InsufficientStorage",
    "not-implemented, 501, NotImplemented",
    "signature-mismatch, 403, SignatureDoesNotMatch",
    "put-error, 200, InternalError",
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

  @ParameterizedTest
  @CsvSource({
    "put-html, 200, text/html",
    "put-json, 200, application/json",
    "put-accepted, 202, application/json",
    "filter-page, 403, text/html",
    "filter-legal, 451, text/html",
    "filter-redirect, 302, ''",
  })
  void answersOfOtherServersStoreNothing(String fault, int status, String type) throws Exception {
    try (SandboxServer sandbox = start(fault + ":x1")) {
      SandboxClient client = new SandboxClient(sandbox);
      String url = client.freshUrl();
      HttpResponse<String> answer = client.put(url, INSTANCE);

      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.headers().firstValue("Content-Type").orElse("")).isEqualTo(type);
      assertThat(answer.headers().firstValue("ETag")).isEmpty();
      assertThat(instances()).isZero();
      assertThat(client.put(url, INSTANCE).statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "wrong-etag, true, true, false, true",
    "foreign-etag, true, true, false, true",
    "no-etag, false, true, false, true",
    "wrong-checksum, true, true, true, false",
    "no-checksum, true, false, true, false",
  })
  void whatWasStoredIsAnsweredWrongly(
      String fault, boolean etag, boolean checksum, boolean sameEtag, boolean sameChecksum)
      throws Exception {
    try (SandboxServer sandbox = start(fault + ":x1")) {
      SandboxClient client = new SandboxClient(sandbox);
      HttpResponse<String> odd = client.put(client.freshUrl(), INSTANCE);
      HttpResponse<String> right = client.put(client.freshUrl(), INSTANCE);
      String sum = "x-amz-checksum-crc64nvme";

      assertThat(odd.statusCode()).isEqualTo(200);
      assertThat(odd.headers().firstValue("ETag").isPresent()).isEqualTo(etag);
      assertThat(odd.headers().firstValue(sum).isPresent()).isEqualTo(checksum);
      assertThat(etag(odd).equals(etag(right))).isEqualTo(sameEtag);
      assertThat(odd.headers().firstValue(sum).equals(right.headers().firstValue(sum)))
          .isEqualTo(sameChecksum);
      assertThat(instances()).isOne();
      assertThat(client.audit("upload").get(0).required("outcome").asText())
          .isEqualTo("stored, fault " + fault);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "presign-filter, 403, <html>",
    "presign-header-too-large, 400, Too Large",
    "presign-slash, 301, ''",
    "presign-form, 200, fields",
  })
  void presignAnswersThatHoldNoUrl(String fault, int status, String body) throws Exception {
    try (SandboxServer sandbox = start(fault + ":x1")) {
      SandboxClient client = new SandboxClient(sandbox);
      String token = client.token();
      HttpResponse<String> answer = client.presign(token);

      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.body()).contains(body);
      assertThat(SandboxClient.json(client.presign(token)).has("fields")).isFalse();
    }
  }

  @Test
  void theSlashThatIsWantedIsServed() throws Exception {
    try (SandboxServer sandbox = start("presign-slash")) {
      SandboxClient client = new SandboxClient(sandbox);
      String token = client.token();
      String path = client.presign(token).headers().firstValue("Location").orElse("");
      String url = sandbox.apiUrl().replace("/v1", path);

      assertThat(path).isEqualTo("/v1/upload/");
      assertThat(
              client
                  .send(SandboxClient.request(url).header("Authorization", "Bearer " + token))
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({"url-repeated, true", "url-cached, false"})
  void aCacheGivesTheSameUrlAgain(String fault, boolean stubborn) throws Exception {
    try (SandboxServer sandbox = start(fault)) {
      SandboxClient client = new SandboxClient(sandbox);
      String token = client.token();
      String first = client.presign(token).body();
      var fresh =
          SandboxClient.request(sandbox.apiUrl() + "/upload")
              .header("Authorization", "Bearer " + token)
              .header("Cache-Control", "no-cache");

      assertThat(client.presign(token).body()).isEqualTo(first);
      assertThat(client.send(fresh).body().equals(first)).isEqualTo(stubborn);
    }
  }

  @Test
  void theChecksumOfAnEmptyBodyTakesNoInstance() throws Exception {
    try (SandboxServer sandbox = start("url-empty-checksum:x1")) {
      SandboxClient client = new SandboxClient(sandbox);
      String url = client.freshUrl();
      HttpResponse<String> answer = client.put(url, INSTANCE);

      assertThat(url).contains("x-amz-checksum-crc32=AAAAAA%3D%3D");
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body())
          .contains("The CRC32 you specified did not match the calculated checksum.");
      assertThat(instances()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "token-type-missing, 'expires_in\":3600'",
    "token-type-other, 'BearerToken'",
    "token-scope-array, 'scope\":[\"upload\"]'",
    "token-empty-members, 'refresh_token\":\"\",\"id_token\":null'",
    "token-expires-text, 'expires_in\":\"3600\"'",
    "token-expires-null, 'expires_in\":null'",
    "token-expires-negative, 'expires_in\":-1'",
    "token-expires-huge, 'expires_in\":1000000000000000000000000000000'",
  })
  void tokensThatAreToldOddlyAreGood(String fault, String part) throws Exception {
    try (SandboxServer sandbox = start(fault)) {
      SandboxClient client = new SandboxClient(sandbox);
      HttpResponse<String> answer = client.send(client.tokenRequest());

      assertThat(answer.body()).contains(part);
      assertThat(answer.body().contains("token_type")).isEqualTo(!fault.endsWith("missing"));
      assertThat(client.put(client.freshUrl(), INSTANCE).statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "token-redirect, 302, ''",
    "token-html, 200, <html>",
    "token-error, 200, error_description",
  })
  void tokenAnswersThatHoldNoToken(String fault, int status, String body) throws Exception {
    try (SandboxServer sandbox = start(fault + ":x1")) {
      SandboxClient client = new SandboxClient(sandbox);
      HttpResponse<String> answer = client.send(client.tokenRequest());

      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.body()).contains(body).doesNotContain("access_token");
      assertThat(client.send(client.tokenRequest()).statusCode()).isEqualTo(200);
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
  void aLateAnswerComesAfterTheInstanceWasStored() throws Exception {
    try (SandboxServer sandbox = start("late-answer=10m:x1")) {
      SandboxClient client = new SandboxClient(sandbox);
      try (RawClient raw = new RawClient(sandbox)) {
        raw.putHead(client.freshUrl(), "Content-Length: " + INSTANCE.length);
        raw.write(INSTANCE);
        raw.waitAtMost(Duration.ofMillis(500));
        assertThatThrownBy(raw::readHead).isInstanceOf(SocketTimeoutException.class);
        while (client.audit("upload").isEmpty()) {
          Thread.onSpinWait();
        }
        assertThat(instances()).isOne();
      }
      assertThat(client.put(client.freshUrl(), INSTANCE).statusCode()).isEqualTo(200);
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

      assertThat(answer.get(300, TimeUnit.SECONDS)).isEmpty();
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
