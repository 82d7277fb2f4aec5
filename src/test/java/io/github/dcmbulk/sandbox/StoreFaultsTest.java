package io.github.dcmbulk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.sandbox.fault.Fault;
import io.github.dcmbulk.sandbox.settings.SandboxSettings;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of the store: each affects one request; the same request succeeds the second time. */
class StoreFaultsTest {
  private static final byte[] INSTANCE = Part10.instance("1.2", "1.3", "1.4");

  @TempDir Path lake;

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
    try (SandboxServer sandbox = FaultySandbox.start(lake, fault + ":x1")) {
      SandboxClient client = new SandboxClient(sandbox);
      String url = client.freshUrl();
      HttpResponse<String> answer = client.put(url, INSTANCE);

      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.body()).contains("<Code>" + code + "</Code>");
      assertThat(FaultySandbox.instances(lake)).isZero();
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
    try (SandboxServer sandbox = FaultySandbox.start(lake, fault + ":x1")) {
      SandboxClient client = new SandboxClient(sandbox);
      String url = client.freshUrl();
      HttpResponse<String> answer = client.put(url, INSTANCE);

      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.headers().firstValue("Content-Type").orElse("")).isEqualTo(type);
      assertThat(answer.headers().firstValue("ETag")).isEmpty();
      assertThat(FaultySandbox.instances(lake)).isZero();
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
    try (SandboxServer sandbox = FaultySandbox.start(lake, fault + ":x1")) {
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
      assertThat(FaultySandbox.instances(lake)).isOne();
      assertThat(client.audit("upload").get(0).required("outcome").asText())
          .isEqualTo("stored, fault " + fault);
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
          // Again, with a new URL.
        }
      }
      assertThat(FaultySandbox.instances(lake)).isEqualTo(50);
      assertThat(client.audit("upload")).hasSizeBetween(60, 150);
    }
  }

  private static String etag(HttpResponse<String> answer) {
    return answer.headers().firstValue("ETag").orElse("");
  }
}
