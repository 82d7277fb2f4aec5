package io.github.dcmbulk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dcmbulk.sandbox.fault.Fault;
import io.github.dcmbulk.sandbox.fault.FaultKind;
import io.github.dcmbulk.sandbox.settings.PresignShape;
import io.github.dcmbulk.sandbox.settings.SandboxSettings;
import io.github.dcmbulk.sandbox.settings.SandboxSettingsBuilder;
import io.github.dcmbulk.testing.TestClock;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresignEndpointTest {
  private static final byte[] INSTANCE = Part10.instance("1.2", "1.3", "1.4");

  @TempDir Path lake;
  private final TestClock clock = new TestClock();

  @Test
  void everyUrlHasAKeyOfItsOwn() throws Exception {
    try (SandboxServer sandbox = start(settings())) {
      SandboxClient client = new SandboxClient(sandbox);
      String token = client.token();
      JsonNode first = SandboxClient.json(client.presign(token));
      JsonNode second = SandboxClient.json(client.presign(token));

      assertThat(first.required("key")).isNotEqualTo(second.required("key"));
      assertThat(first.required("url").asText())
          .contains(first.required("key").asText())
          .contains("X-Amz-Expires=900")
          .contains("X-Amz-SignedHeaders=host");
    }
  }

  @Test
  void withoutATokenTheAnswerAsksForOne() throws Exception {
    try (SandboxServer sandbox = start(settings())) {
      HttpResponse<String> answer =
          new SandboxClient(sandbox).send(SandboxClient.request(sandbox.apiUrl() + "/upload"));

      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate"))
          .contains("Bearer realm=\"sandbox\"");
    }
  }

  @Test
  void aForgedTokenIsRefused() throws Exception {
    try (SandboxServer sandbox = start(settings())) {
      SandboxClient client = new SandboxClient(sandbox);
      String token = client.token();
      int end = token.lastIndexOf('.');
      List<String> forged =
          List.of(
              "x",
              token.substring(0, end + 1),
              token.substring(0, end + 1) + "AAAA" + token.substring(end + 5),
              "eyJhbGciOiJub25lIn0" + token.substring(token.indexOf('.'), end + 1));
      for (String one : forged) {
        HttpResponse<String> answer = client.presign(one);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(challenge(answer)).contains("invalid_token");
      }
    }
  }

  @Test
  void aTokenOfAnotherSandboxIsRefused(@TempDir Path otherLake) throws Exception {
    try (SandboxServer sandbox = start(settings());
        SandboxServer other = start(SandboxSettings.builder(otherLake))) {
      String token = new SandboxClient(other).token();
      assertThat(new SandboxClient(sandbox).presign(token).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void aTokenEndsWithItsLifetime() throws Exception {
    try (SandboxServer sandbox = start(settings().tokenLifetime(Duration.ofMinutes(2)))) {
      SandboxClient client = new SandboxClient(sandbox);
      String token = client.token();
      clock.advance(Duration.ofSeconds(119));
      assertThat(client.presign(token).statusCode()).isEqualTo(200);
      clock.advance(Duration.ofSeconds(1));
      HttpResponse<String> answer = client.presign(token);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(challenge(answer)).contains("expired");
    }
  }

  @Test
  void aTokenWithoutTheScopeIsForbidden() throws Exception {
    try (SandboxServer sandbox =
        start(settings().faults(List.of(Fault.first(1, FaultKind.TOKEN_UNSCOPED))))) {
      SandboxClient client = new SandboxClient(sandbox);
      HttpResponse<String> answer = client.presign(client.token());

      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(challenge(answer)).contains("insufficient_scope");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "URL, /url",
    "PRESIGNED_URL, /presigned_url",
    "PRESIGNED_URL_CAMEL, /presignedUrl",
    "UPLOAD_URL, /upload_url",
    "UPLOAD_URL_CAMEL, /uploadUrl",
    "NESTED, /data/url",
    "JSON_STRING, ''",
  })
  void everyShapeCarriesAUrlThatWorks(PresignShape shape, String pointer) throws Exception {
    try (SandboxServer sandbox = start(settings().presignShape(shape))) {
      SandboxClient client = new SandboxClient(sandbox);
      JsonNode answer = SandboxClient.json(client.presign(client.token()));

      assertThat(client.put(answer.at(pointer).asText(), INSTANCE).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void plainTextCarriesAUrlThatWorks() throws Exception {
    try (SandboxServer sandbox = start(settings().presignShape(PresignShape.TEXT))) {
      SandboxClient client = new SandboxClient(sandbox);
      String url = client.presign(client.token()).body().strip();

      assertThat(client.put(url, INSTANCE).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void signedHeadersAreAnnouncedAndRequired() throws Exception {
    Map<String, String> signed =
        Map.of("content-type", "application/dicom", "x-amz-server-side-encryption", "AES256");
    try (SandboxServer sandbox = start(settings().signedHeaders(signed))) {
      SandboxClient client = new SandboxClient(sandbox);
      JsonNode answer = SandboxClient.json(client.presign(client.token()));
      String url = answer.required("url").asText();

      assertThat(answer.required("headers").required("x-amz-server-side-encryption").asText())
          .isEqualTo("AES256");
      assertThat(url)
          .contains("X-Amz-SignedHeaders=content-type%3Bhost%3Bx-amz-server-side-encryption");
      assertThat(client.put(url, INSTANCE, "Content-Type", "application/dicom").body())
          .contains("<Code>SignatureDoesNotMatch</Code>");
      assertThat(
              client.put(
                  url,
                  INSTANCE,
                  "Content-Type",
                  "application/dicom",
                  "x-amz-server-side-encryption",
                  "AES256"))
          .returns(200, HttpResponse::statusCode);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"in box/", "a+b/", "100%/", "ä/", "q?x=1&y#z/", ""})
  void keysOfAnyCharactersMakeUrlsThatWork(String prefix) throws Exception {
    try (SandboxServer sandbox = start(settings().keyPrefix(prefix))) {
      SandboxClient client = new SandboxClient(sandbox);

      assertThat(client.put(client.freshUrl(), INSTANCE).statusCode()).isEqualTo(200);
      assertThat(client.audit("upload").get(0).required("key").asText()).startsWith(prefix);
    }
  }

  @Test
  void theAuditLogNamesTheKeyAndNotTheUrl() throws Exception {
    try (SandboxServer sandbox = start(settings())) {
      SandboxClient client = new SandboxClient(sandbox);
      JsonNode answer = SandboxClient.json(client.presign(client.token()));

      JsonNode line = client.audit("url").get(0);
      assertThat(line.required("key")).isEqualTo(answer.required("key"));
      assertThat(line.required("time").asText()).isEqualTo("2026-03-01T12:00:00.000Z");
      assertThat(Files.readString(sandbox.auditLog())).doesNotContain("X-Amz");
    }
  }

  private SandboxSettingsBuilder settings() {
    return SandboxSettings.builder(lake).clock(clock);
  }

  private static SandboxServer start(SandboxSettingsBuilder settings) throws IOException {
    return SandboxServer.start(settings.build());
  }

  private static String challenge(HttpResponse<String> answer) {
    return answer.headers().firstValue("WWW-Authenticate").orElse("");
  }
}
