package io.github.dcmbulk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults of the presign endpoint and of its URLs; most affect one request. */
class PresignFaultsTest {
  private static final byte[] INSTANCE = Part10.instance("1.2", "1.3", "1.4");

  @TempDir Path lake;

  @ParameterizedTest
  @CsvSource({
    "token-expired, 401, token-expired",
    "presign-unavailable, 503, unavailable",
    "presign-throttled=7s, 429, throttled",
    "presign-html, 200, <html>",
    "presign-filter, 403, <html>",
    "presign-header-too-large, 400, Too Large",
    "presign-slash, 301, ''",
    "presign-form, 200, fields",
  })
  void presignFaults(String fault, int status, String body) throws Exception {
    try (SandboxServer sandbox = FaultySandbox.start(lake, fault + ":x1")) {
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
    try (SandboxServer sandbox = FaultySandbox.start(lake, "presign-truncated:x1")) {
      SandboxClient client = new SandboxClient(sandbox);
      HttpResponse<String> answer = client.presign(client.token());

      assertThatThrownBy(() -> SandboxClient.json(answer)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void anExpiredUrlIsIssued() throws Exception {
    try (SandboxServer sandbox = FaultySandbox.start(lake, "url-expired:x1")) {
      SandboxClient client = new SandboxClient(sandbox);

      assertThat(client.put(client.freshUrl(), INSTANCE).body()).contains("Request has expired");
      assertThat(client.put(client.freshUrl(), INSTANCE).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void theSlashThatIsWantedIsServed() throws Exception {
    try (SandboxServer sandbox = FaultySandbox.start(lake, "presign-slash")) {
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
    try (SandboxServer sandbox = FaultySandbox.start(lake, fault)) {
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
    try (SandboxServer sandbox = FaultySandbox.start(lake, "url-empty-checksum:x1")) {
      SandboxClient client = new SandboxClient(sandbox);
      String url = client.freshUrl();
      HttpResponse<String> answer = client.put(url, INSTANCE);

      assertThat(url).contains("x-amz-checksum-crc32=AAAAAA%3D%3D");
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body())
          .contains("The CRC32 you specified did not match the calculated checksum.");
      assertThat(FaultySandbox.instances(lake)).isZero();
    }
  }
}
